"""Calendar files, and the page of the secret address."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from banyan.interop.calendar import actions, queries
from banyan.interop.calendar.snapshot import Appointment, calendar
from banyan.kernel.decision import Stale
from banyan.mentoring.queries import sessions
from banyan.mentoring.rules import SESSION_RIGHTS
from banyan.organisations.queries import viewer_for
from banyan.programmes.queries import in_its_words, in_shared_words
from banyan.ui.http import Request, respond


def _file(request: Request, appointments: Iterable[Appointment]) -> HttpResponse:
    content = calendar(
        appointments,
        now=request.viewer.now,
        host=queries.host(),
        name=_("Mentoring sessions"),
        address=lambda pk: request.build_absolute_uri(reverse("mentoring:session", args=[pk])),
    )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@login_required
@require_GET
def session(request: Request, pk: int) -> HttpResponse:
    """One session, to put into a calendar by hand."""
    found = in_its_words(sessions.session(request.viewer, pk))
    SESSION_RIGHTS.decide(request.viewer, found, "take_to_calendar").or_refuse()
    answer = _file(request, queries.as_appointments([found]))
    answer["Content-Disposition"] = f'attachment; filename="session-{pk}.ics"'
    return answer


@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """What a calendar program reads, without signing in: the secret is the key."""
    owner = queries.owner_of(token)
    viewer = viewer_for(owner, now=request.viewer.now)
    with translation.override(owner.locale):
        rows = queries.sessions_of(viewer)
        in_shared_words(rows)
        meetings = queries.meetings_of(viewer)
        short = queries.short_meetings_of(viewer)
        return _file(request, [*queries.as_appointments(rows), *meetings, *short])


@login_required
@require_GET
def address(request: Request) -> HttpResponse:
    return _address(request)


def _address(request: Request, status: int = 200) -> HttpResponse:
    found = queries.address_of(request.viewer)
    context = {"address": found, "edition": actions.edition(found)}
    return respond(request, "calendar/address.html", context, status=status)


@login_required
@require_POST
def make(request: Request) -> HttpResponse:
    """Answers with the page itself: the secret is shown this once and kept nowhere."""
    try:
        token = actions.make_address(by=request.viewer, seen=request.POST.get("seen"))
    except Stale as another:
        messages.error(request, str(another))
        return _address(request, status=409)
    found = queries.address_of(request.viewer)
    context = {
        "address": found,
        "edition": actions.edition(found),
        "secret": request.build_absolute_uri(reverse("calendar:feed", args=[token])),
    }
    return respond(request, "calendar/address.html", context)


@login_required
@require_POST
def remove(request: Request) -> HttpResponse:
    if actions.remove_address(by=request.viewer):
        messages.success(request, _("The address no longer works."))
    return redirect("calendar:address")
