"""The page behind the links of a mail that asks about a time. Nobody is signed in by it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banyan.kernel.decision import Refused, Stale
from banyan.mentoring import actions
from banyan.mentoring.actions.planning import BusyElsewhere
from banyan.mentoring.models import Session
from banyan.mentoring.queries import answers as queries
from banyan.mentoring.queries.answers import Answer
from banyan.mentoring.queries.sessions import names_in
from banyan.mentoring.rules import SESSION
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """What the mail says, and one button. Opening it changes nothing: programs that look through
    mail open every link."""
    if request.method == "POST":
        limited: HttpResponse | None = ratelimit.consume_or_429(
            request, action="answer_by_mail", key=token
        )
        if limited:
            return limited
    try:
        found = queries.opened(token, now=request.viewer.now)
    except Session.DoesNotExist:
        return _closed(request)
    person = found.person
    with translation.override(person.locale), timezone.override(ZoneInfo(person.time_zone)):
        return _answer(request, found)


def _answer(request: Request, found: Answer) -> HttpResponse:
    session = in_its_words(found.session)
    if not SESSION.decide(found.viewer, session, "confirm"):
        return _closed(request)
    context = {
        "other": names_in(session)[session.proposed_by_id],
        "at": found.at or session.starts_at,
        "agrees": found.at is not None,
        "done": request.method == "POST",
        "session": session.pk,
    }
    if request.method == "POST":
        try:
            actions.answer_by_mail(session, found.at, by=found.viewer, seen=found.seen)
        except BusyElsewhere as refusal:
            context |= {"done": False, "trouble": str(refusal)}
        except (Refused, Stale):
            return _closed(request)
    status = 409 if "trouble" in context else 200
    return _kept_apart(respond(request, "mentoring/answer.html", context, status=status))


def _closed(request: Request) -> HttpResponse:
    """The same, whatever the reason is."""
    return _kept_apart(respond(request, "mentoring/answer_closed.html", {}, status=410))


def _kept_apart(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is told to no other page, and found by no search. A browser that is
    told to say nothing at all would not say either that the button is ours."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
