"""Pages of how long a session was: what each side says, and what a coordinator settles."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.kernel.attendance import settleable
from banyan.kernel.decision import Decision, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.attendance import SettleForm
from banyan.mentoring.forms.sessions import AttendanceForm
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.rules import SESSION_RIGHTS
from banyan.mentoring.rules.attendance import SETTLING_RIGHTS, Differing
from banyan.mentoring.standings import HOST
from banyan.mentoring.states import SessionKind
from banyan.mentoring.views.marks import absent_of
from banyan.programmes.queries import in_its_words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    SESSION_RIGHTS.decide(viewer, found, "say_attendance").or_refuse()
    host = HOST.holds(viewer, found)
    form = AttendanceForm(
        request.POST or None,
        seats=queries.seats_to_say(viewer, found),
        host=host,
        group=found.kind == SessionKind.GROUP,
    )
    if form.is_valid():
        try:
            actions.say_attendances(found, form.said(), by=viewer, missing=form.missing)
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("Thank you. It counts as soon as both sides say the same."))
            return redirect(reverse("mentoring:session", args=[pk]) + "#attendance")
    context = {
        "form": form,
        "session": found,
        "said": queries.attendance(viewer, found),
        "is_group": found.kind == SessionKind.GROUP,
        "host": host,
        "rules": absent_of(viewer, found),
    }
    return respond(request, "mentoring/session_attendance.html", context)


@dataclass(frozen=True, slots=True)
class ToSettle:
    """What the coordinator sees of a disagreement: minutes and when they were said."""

    seat: Seat
    decision: Decision
    url: str


def to_settle(viewer: Viewer, session: Session) -> list[ToSettle]:
    """For the page of a session; nothing for whoever may not settle it."""
    return [
        ToSettle(
            seat,
            SETTLING_RIGHTS.decide(viewer, Differing(session, seat), "settle"),
            reverse("mentoring:session_settle", args=[session.pk, seat.pk]),
        )
        for seat in queries.differing(viewer, session)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: Request, pk: int, seat: int) -> HttpResponse:
    viewer = request.viewer
    session = in_its_words(queries.session(viewer, pk))
    found = Differing(session, queries.differing_seat(viewer, session, seat))
    SETTLING_RIGHTS.decide(viewer, found, "settle").or_refuse()
    own, host = found.seat.own_minutes or 0, found.seat.host_minutes or 0
    least, most = settleable(own, host, session.planned_minutes)
    form = SettleForm(
        request.POST or None,
        least=least,
        most=most,
        group=session.kind == SessionKind.GROUP,
        initial={"own_seen": own, "host_seen": host},
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.settle_attendance(
                found,
                values["minutes"],
                values["reason"],
                by=viewer,
                seen=form.seen,
                missing=form.missing,
            )
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("Settled. Both are told, with your reason."))
            return redirect("mentoring:session", pk)
    context = {
        "form": form,
        "session": session,
        "seat": found.seat,
        "planned": session.planned_minutes,
        "label": SETTLING_RIGHTS.label("settle"),
    }
    return respond(request, "mentoring/session_settle.html", context)
