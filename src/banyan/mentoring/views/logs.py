"""The page on which both write the log of a session, while they meet or after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.kernel.decision import Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions.readings import note_log_reading
from banyan.mentoring.forms.logs import LogForm, said_for_next_time, said_in
from banyan.mentoring.models import Session
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.rules import MENTORSHIP_RIGHTS, SESSION_RIGHTS
from banyan.mentoring.snapshot import journey_of
from banyan.mentoring.standings import SESSION_PAIR_WORDS, readers
from banyan.mentoring.views.journeys import OPEN, drawn
from banyan.programmes.queries import in_its_words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond, saved
from banyan.ui.pieces import Step

DOES_BY_ITSELF = ("meeting", "log")  # the session is what does them
MOST_DUE = 4


@login_required
@require_http_methods(["GET", "POST"])
def write_log(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    SESSION_RIGHTS.decide(viewer, found, "write_log").or_refuse()
    form = _form(viewer, found, request.POST or None)
    if form.is_valid():
        try:
            log = actions.write_log(found, by=viewer, **form.written())
        except Unfit as refusal:
            say_unfit(form, refusal)
        except actions.Overtaken as overtaken:
            return _both_logs(request, found, str(overtaken))
        else:
            leads = reverse("mentoring:session", args=[pk]) + "#log"
            words = _("Kept. Open steps come first next time.")
            seen = " ".join(form.cleaned_data.get("done", ()))
            return saved(request, leads, words, version=log.version, seen=seen)
    context = {**_around(viewer, found, form), "last": [], "due": []}
    if request.method == "GET":
        for read in (form.opening.log, form.opening.last):
            known = read is not None and read.session_id in form.opening.noted
            note_log_reading(read, found, by=viewer, noted=known)
        context |= {
            "last": said_for_next_time(form.blueprint, form.opening.last),
            "due": _due(viewer, found),
            "agenda": form.opening.agenda,
        }
    return respond(request, "mentoring/session_log.html", context)


def _form(viewer: Viewer, session: Session, data: Any) -> LogForm:
    return LogForm(
        data,
        blueprint=pairs.blueprint_of(session.cohort),
        opening=queries.opening(viewer, session),
        ticks=bool(MENTORSHIP_RIGHTS.decide(viewer, session.mentorship, "tick_step")),
    )


def _around(viewer: Viewer, session: Session, form: LogForm) -> dict[str, Any]:
    return {
        "session": session,
        "form": form,
        "keep": f"session-log-{session.pk}",
        "label": readers(SESSION_PAIR_WORDS, viewer, session),
    }


def _due(viewer: Viewer, session: Session) -> list[Step]:
    """What the journey of the pair asks for about now, the most pressing first."""
    pair = session.mentorship
    if pair is None:
        return []
    pair.cohort = session.cohort
    found = journey_of(pair, viewer.today)
    asked = [
        state
        for state in (found.steps if found else ())
        if state.status in OPEN and state.step.kind not in DOES_BY_ITSELF
    ]
    asked.sort(key=lambda state: state.due_on or date.max)
    return [drawn(pair, state, "") for state in asked[:MOST_DUE]]


def _both_logs(request: Request, session: Session, reason: str) -> HttpResponse:
    """What is there now beside what was written, which stays in the form and can be kept next."""
    now = _form(request.viewer, session, None)
    typed = request.POST.copy()
    typed["version"] = str(now.initial["version"])
    form = _form(request.viewer, session, typed)
    theirs = said_in(form.blueprint, now.opening.log, now.opening.steps.here)
    context = {**_around(request.viewer, session, form), "reason": reason, "theirs": theirs}
    return respond(request, "mentoring/session_log.html", context, status=409)
