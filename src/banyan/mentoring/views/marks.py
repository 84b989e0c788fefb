"""Pages of late cancellations and absences: explained by whoever it is, decided on by one who was
not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.marks import DecideForm, ExplainForm
from banyan.mentoring.models import Mark, Session
from banyan.mentoring.queries import marks as queries
from banyan.mentoring.rules import MARK
from banyan.mentoring.rules.marks import late_from
from banyan.mentoring.standings import MARK_READERS, MARKED, readers
from banyan.organisations.states import Role
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond
from blueprint import MeetingRules

VERDICTS: dict[str, tuple[Callable[..., Mark], object]] = {
    "lift": (actions.lift_mark, gettext_lazy("Lifted. It counts nowhere any more.")),
    "stand": (actions.let_mark_stand, gettext_lazy("It stands. The person is told why.")),
}


@dataclass(frozen=True, slots=True)
class Late:
    """What cancelling now would count as, said before somebody does it."""

    is_late: bool
    left: int  # minutes to the beginning
    minutes: int  # before the beginning, from which on it is late
    since: datetime
    rules: MeetingRules


def late_of(viewer: Viewer, session: Session) -> Late | None:
    """None where no rule can hold: nothing is agreed on yet, the programme has none, or it is a day
    on which nothing counts."""
    since = late_from(session)
    if since is None or queries.excused(session, {viewer.person_id or 0}, since):
        return None
    left = int((session.starts_at - viewer.now).total_seconds() // 60)
    rules = queries.rules_for(session)
    return Late(viewer.now > since, left, rules.late_cancel_hours * 60, since, rules)


def absent_of(viewer: Viewer, session: Session) -> MeetingRules | None:
    """What follows where somebody was not there, said before minutes are; None on a day on which
    nothing counts against the viewer."""
    if queries.excused(session, {viewer.person_id or 0}, session.starts_at):
        return None
    return queries.rules_for(session)


@login_required
@require_GET
def marks(request: Request) -> HttpResponse:
    """Her own, and what waits for her as a coordinator."""
    viewer = request.viewer
    speak_for(viewer)
    context = {
        "own": queries.own_marks(viewer),
        "waiting": queries.explained_marks(viewer),
        "coordinates": viewer.has(Role.COORDINATOR),
    }
    return respond(request, "mentoring/marks.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: Request, pk: int) -> HttpResponse:
    """What is explained, and what was decided; the form for whoever it is of."""
    viewer = request.viewer
    found = in_its_words(queries.mark(viewer, pk))
    explains = MARK.decide(viewer, found, "explain")
    form = None
    if request.method == "POST":
        explains.or_refuse()
    if explains:
        form = ExplainForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            actions.explain_mark(found, form.cleaned_data["words"], by=viewer)
            messages.success(request, _said_to(found, viewer))
            return redirect("mentoring:mark", pk)
    context = {
        "mark": found,
        "form": form,
        "hers": MARKED.holds(viewer, found),
        "decides": bool(MARK.decide(viewer, found, "lift")),
        "counted": queries.counted(found.person_id, found.session, viewer.now),
        "rules": queries.rules_for(found.session),
        "nobody_decides": bool(form) and not queries.deciders_of(found, viewer.now),
        "label": readers(MARK_READERS, viewer, found),
    }
    return respond(request, "mentoring/mark.html", context)


def _said_to(mark: Mark, viewer: Viewer) -> str:
    """What becomes of it now that it is explained."""
    if queries.deciders_of(mark, viewer.now):
        return _("The coordinators have it. Until they have looked, it does not count.")
    return _(
        "It is kept, and does not count. Nobody can look at it now: of those who coordinate here, "
        "each is of this session or evaluates you. It waits until another one can."
    )


@login_required
@require_http_methods(["GET", "POST"])
def mark_decide(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.mark(viewer, pk))
    MARK.decide(viewer, found, "lift").or_refuse()
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        do, done = VERDICTS[form.cleaned_data["verdict"]]
        do(found, form.cleaned_data["because"], by=viewer)
        messages.success(request, str(done))
        return redirect("mentoring:mark", pk)
    context = {"mark": found, "form": form, "label": readers(MARK_READERS, viewer, found)}
    return respond(request, "mentoring/mark_decide.html", context)
