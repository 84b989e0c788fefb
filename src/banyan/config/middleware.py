"""The edge: who is looking and when, what a refusal becomes, and the headers of every answer."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from banyan.config.hashing import Busy
from banyan.config.typed import back_to_writer, is_asked_to_sign_in, words_of
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import stranger
from banyan.notifications.queries import unread_count
from banyan.organisations.queries import viewer_for
from banyan.people import actions as people
from banyan.portal.queries import navigation
from banyan.ui.http import saved, saves_itself

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("banyan.error")
LONGER_THAN_AN_ID = re.compile(r"/[0-9]{19,}(?:/|$)")  # no database counts so far


class SecurityHeaders:
    """Content-Security-Policy as in settings, and no copies of what a signed-in person saw."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            f"{directive} {' '.join(sources)}" for directive, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)",
        )
        if not request.path.startswith(settings.STATIC_URL) and not response.has_header(
            "Cache-Control"
        ):
            patch_cache_control(response, private=True, no_store=True)
        return response


class Compression(GZipMiddleware):
    """Pages are made smaller; a video is small already, and its parts are counted in bytes."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("video/"):
            return response
        return super().process_response(request, response)


class Availability:
    """A database that is away is a calm page with Retry-After, never an unhandled error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return self.away(error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return self.away(error) if isinstance(error, OperationalError | InterfaceError) else None

    def away(self, error: Exception) -> HttpResponse:
        log.error("database away: %s", type(error).__name__)
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "10"
        return response


class Viewers:
    """Puts `request.viewer` there: who is looking, what roles they hold today, and the clock.

    Every page asks for them, in its rules for each row of a list: they are read at once, since
    whatever is read lazily costs a detour at each asking. The person's language and zone hold for
    the page; so do the words of a programme, if the page is of one: they end with it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        person = request.user
        viewer = viewer_for(person, now=now) if person.is_authenticated else stranger(now)
        request.viewer = viewer  # type: ignore[attr-defined]
        places = SimpleLazyObject(lambda: navigation(viewer, request.path, unread_count(viewer)))
        request.navigation = SimpleLazyObject(lambda: places[0])  # type: ignore[attr-defined]
        request.account_navigation = SimpleLazyObject(lambda: places[1])  # type: ignore[attr-defined]
        if not person.is_authenticated:
            zone, language = ZoneInfo("Asia/Kolkata"), translation.get_language()
            with timezone.override(zone), translation.override(language):
                return self.get_response(request)
        with timezone.override(viewer.zone), translation.override(person.locale):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers["Content-Language"] = request.LANGUAGE_CODE
            return response


class SavedOnce:
    """A form that a script sends is done once, however often it arrives, and for its writer alone.

    The script gives each sending a key (`Idempotency-Key`) and says who wrote the words
    (`Banyan-Person`). What is done and what is answered are kept in one transaction: the same key
    is answered the same and changes nothing. When the answer is not that all is saved, nothing is
    kept and the key may come again. On a phone of two people nobody sends the words of the other.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not saves_itself(request):
            return self.get_response(request)
        viewer = request.viewer  # type: ignore[attr-defined]
        writer = request.headers.get("Banyan-Person", str(viewer.person_id))
        if not viewer.is_somebody or writer != str(viewer.person_id):
            reason = translation.gettext("Sign in as the one who wrote this.")
            return render(request, "403.html", {"reason": reason}, status=403)
        key = request.headers["Idempotency-Key"]
        with transaction.atomic():
            sending, is_new = people.remember_sending(key, request.path, by=viewer)
            if not is_new:
                return JsonResponse(sending.answer)
            response = self.get_response(request)
            if 300 <= response.status_code < 400:
                response = saved(request, "")  # type: ignore[arg-type]  # viewer was put there
            if isinstance(response, JsonResponse) and response.status_code == 200:
                people.tell_sending(sending, json.loads(response.content))
            else:
                transaction.set_rollback(True)
        if place := getattr(response, "forgets", ""):  # what was undone above is not to come back
            people.forget_typed(place, by=viewer)
        return response


class Answers:
    """What an exception of the house becomes: refused 403, missing 404, overtaken 409, busy 429;
    and 401 for words that somebody wrote who is signed out by now. What was typed is on the page.

    Anything else is a page with a reference, and one log line with the same reference.

    What no database can hold is answered before a view sees it: an id longer than any id is an
    address that does not exist; NUL bytes, and text that says it is not UTF-8, are no request;
    nor is more than the largest file that a page takes, which would fill the disk on the way.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8") or "%00" in request.META.get(
            "QUERY_STRING", ""
        ):
            return render(request, "400.html", status=400)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MOST_BYTES_SENT:
            return render(request, "400.html", status=413)
        if "\0" in request.path or LONGER_THAN_AN_ID.search(request.path):
            return render(request, "404.html", status=404)
        response = self.get_response(request)
        if is_asked_to_sign_in(request, response):
            return render(request, "401.html", back_to_writer(request), status=401)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            context = {"reason": str(error), "words": words_of(request)}
            return render(request, "403.html", context, status=403)
        if isinstance(error, Stale):
            context = {"reason": str(error), "words": words_of(request)}
            return render(request, "409.html", context, status=409)
        if isinstance(error, ObjectDoesNotExist):
            return render(request, "404.html", status=404)
        if isinstance(error, Busy):
            response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = "5"
            return response
        return None


def unhandled(request: HttpRequest) -> HttpResponse:
    """The page of an unhandled error: a reference to quote, which the log has too."""
    reference = secrets.token_hex(4)
    log.critical("unhandled error, reference %s, at %s", reference, request.path)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
