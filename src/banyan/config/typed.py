"""What was typed. Into a form that could not be taken: it goes back to whoever typed it, on the
page that says why, and nowhere else. Into one that is not sent yet: it is kept for her alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect, render, resolve_url
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from banyan.kernel.decision import Refused, Stale
from banyan.organisations.queries import viewer_for
from banyan.people import actions as people
from banyan.people import queries
from banyan.people.models import Person
from banyan.ui.http import saves_itself
from banyan.ui.words import clock

ABOUT_SIGNING_IN = "/account/"  # its forms hold secrets: none of them is shown again
OF_THE_PAGE = ("keeps", "keep_for_later")  # see `Typed`
OLD_TOKEN = "CSRF token"  # noqa: S105 - how Django begins the reason; another site's is another


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it came, but for the token of the page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def words_of(request: HttpRequest) -> list[str]:
    """What took writing: texts of more than one word."""
    if request.method != "POST" or request.path.startswith(ABOUT_SIGNING_IN):
        return []
    return [text for _name, said in _sent(request) if len((text := said.strip()).split()) > 1]


def back_to_writer(request: HttpRequest) -> dict[str, Any]:
    """For a page from which the same form can be sent once more."""
    words = words_of(request)
    return {"words": words, "again": _sent(request) if words else [], "files": bool(request.FILES)}


def is_asked_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form with words in it came from somebody who is signed out by now."""
    if response.status_code != 302 or request.user.is_authenticated:
        return False
    leads_in = response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
    return leads_in and bool(words_of(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or she signed in meanwhile in another window. What she wrote is
    given back where the browser says that it comes from a page of ours."""
    is_ours = reason.startswith(OLD_TOKEN) and "Origin" in request.headers
    context = back_to_writer(request) if is_ours and request.user.is_authenticated else {}
    return render(request, "403_csrf.html", context, status=403)


View = Callable[..., HttpResponseBase]


class Typed:
    """Forms whose button does something to others keep what is typed until it is sent.

    The script says with a header that it only keeps; without scripts a button of its own does.
    Whether this viewer may send such a form is asked of its page: who is not offered it keeps
    nothing, and loses what was kept. What was kept is forgotten as soon as it is sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _with_typed(request)
        response = self.get_response(request)
        if request.method == "POST" and (place := _place(request)) and not _only_keeps(request):
            is_sent = 300 <= response.status_code < 400 and request.user.is_authenticated
            if is_sent:
                people.forget_typed(place, by=request.viewer)  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not (request.method == "POST" and _only_keeps(request)):
            return None
        if not request.user.is_authenticated:
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?next={request.path}")
        viewer, place = request.viewer, _place(request)  # type: ignore[attr-defined]
        if place not in _offers(request, view, args, kwargs):
            people.forget_typed(place, by=viewer)
            over = _not_kept(request, translation.gettext("This cannot be sent any more."))
            over.forgets = place  # type: ignore[attr-defined]  # see `SavedOnce`
            return over
        words = [one for one in _sent(request) if one[0] not in OF_THE_PAGE]
        try:
            people.keep_typed(place, words, by=viewer)
        except Refused as refused:
            return _not_kept(request, str(refused))
        if saves_itself(request):
            said = translation.gettext("Kept for you at %(time)s. Not sent yet.")
            time = clock(timezone.localtime(viewer.now))
            return JsonResponse({"says": said % {"time": time}, "fields": {}, "action": ""})
        kept = translation.gettext("Kept for you alone. Nothing is sent yet.")
        messages.success(request, kept)
        return redirect(request.get_full_path())


def _not_kept(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "403.html", {"reason": reason, "words": words_of(request)}, status=422)


def _only_keeps(request: HttpRequest) -> bool:
    return request.headers.get("Banyan-Typed") == "1" or "keep_for_later" in request.POST


def _place(request: HttpRequest) -> str:
    """Where a form that is sent here is kept, as it says itself; "" if that is of another page."""
    place = request.POST.get("keeps", "")
    return place if place.partition("?")[0] == request.path else ""


def _with_typed(request: HttpRequest) -> None:
    """Lets a page find what its viewer has typed into its forms; asked for by those that keep it,
    and thereby noted which there are."""
    offered: set[str] = set()

    def typed(places: set[str]) -> Mapping[str, Sequence[Sequence[str]]]:
        offered.update(places)
        rows = queries.typed(request.viewer, places)  # type: ignore[attr-defined]
        return {row.address: row.words for row in rows}

    request.typed = typed  # type: ignore[attr-defined]
    request.offers_typed = offered  # type: ignore[attr-defined]


def _offers(request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]) -> set[str]:
    """Where the forms are kept that the page of this address has, opened now. Opening it leaves no
    trace."""
    method, sent, files = request.method, request.POST, request.FILES
    request.method = "GET"
    request.POST, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            view(request, *args, **kwargs)
            transaction.set_rollback(True)
    except (Refused, Stale, ObjectDoesNotExist, Http404, PermissionDenied):
        return set()
    finally:
        request.method, request.POST, request._files = method, sent, files  # type: ignore[attr-defined]
    return set(request.offers_typed)  # type: ignore[attr-defined]


def is_offered(person_id: int, address: str, now: datetime) -> bool:
    """Whether this person is offered the form at this address now (`people.ports`)."""
    person = Person.objects.get(pk=person_id)
    request = HttpRequest()
    path, _mark, query = address.partition("?")
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(query)
    request.user = person
    viewer = viewer_for(person, now=now)
    request.viewer = viewer  # type: ignore[attr-defined]
    request.htmx = None  # type: ignore[attr-defined]
    _with_typed(request)
    try:
        view, args, kwargs = resolve(path)
    except Http404:
        return False
    with timezone.override(viewer.zone), translation.override(person.locale):
        return address in _offers(request, view, list(args), kwargs)
