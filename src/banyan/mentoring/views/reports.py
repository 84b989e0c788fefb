"""Pages on which one of two shows the coordinators, in confidence, what the other one wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages as said
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import reports as actions
from banyan.mentoring.forms.messages import ReportForm
from banyan.mentoring.models import Question, Report, Turn
from banyan.mentoring.queries import messages as letters
from banyan.mentoring.queries import questions as inquiries
from banyan.mentoring.queries import reports as queries
from banyan.mentoring.queries.emergencies import officers_of
from banyan.mentoring.rules.messages import MESSAGE_RIGHTS
from banyan.mentoring.rules.reports import ASKED_RIGHTS, REPORT, TURN_RIGHTS
from banyan.mentoring.standings import (
    PAIR_REPORT_READERS,
    QUESTION_REPORT_READERS,
    REPORTER,
    REPORTER_CONFIDANT,
    readers,
)
from banyan.mentoring.states import ReportStatus
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond

VERBS: dict[str, tuple[Any, object]] = {
    "withdraw": (actions.withdraw_report, gettext_lazy("Taken back. Nobody else is told.")),
    "settle": (actions.settle_report, gettext_lazy("Done. Whoever showed it to you is told.")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, as a page says it: whose words, of when, and what goes with them."""

    title: str
    back: str  # the address of the page before
    back_text: str
    author: str
    at: datetime
    text: str
    file: str  # the address of what goes with it, if anything does
    file_title: str


@login_required
@require_http_methods(["GET", "POST"])
def report_new(request: Request, pk: int) -> HttpResponse:
    """Showing one message to the coordinators, in confidence."""
    viewer = request.viewer
    one = letters.message(viewer, pk)
    MESSAGE_RIGHTS.decide(viewer, one, "report").or_refuse()
    pair = in_its_words(letters.pair_of_thread(viewer, one.mentorship_id))
    as_shown = Report(mentorship=pair, message=one, reported_by_id=viewer.person_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _done(request, actions.show(one, form.cleaned_data["words"], by=viewer))
    context = {
        "pair": pair,
        "line": one,
        "form": form,
        "unread": _why_unread(viewer, as_shown),
        "readers": readers(PAIR_REPORT_READERS, viewer, as_shown),
        "label": MESSAGE_RIGHTS.label("report"),
    }
    return respond(request, "mentoring/report_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_question(request: Request, pk: int) -> HttpResponse:
    """Showing the coordinators what a teacher asks: for the mentor who has taken it."""
    viewer = request.viewer
    found = inquiries.question(viewer, pk)
    ASKED_RIGHTS.decide(viewer, found, "report").or_refuse()
    return _of_question(request, found, None, lambda w: actions.show_question(found, w, by=viewer))


@login_required
@require_http_methods(["GET", "POST"])
def report_turn(request: Request, pk: int) -> HttpResponse:
    """Showing the coordinators one turn of the other one's."""
    viewer = request.viewer
    turn = inquiries.turn(viewer, pk)
    TURN_RIGHTS.decide(viewer, turn, "report").or_refuse()
    return _of_question(
        request, turn.question, turn, lambda w: actions.show_turn(turn, w, by=viewer)
    )


def _of_question(
    request: Request, found: Question, turn: Turn | None, show: Callable[[str], Report]
) -> HttpResponse:
    viewer = request.viewer
    in_its_words(found)
    as_shown = Report(question=found, turn=turn, reported_by_id=viewer.person_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _done(request, show(form.cleaned_data["words"]))
    context = {
        "question": found,
        "turn": turn,
        "author": _author(viewer, as_shown),
        "hidden": _hidden(viewer, as_shown),
        "teaches": found.teacher_id == viewer.person_id,
        "form": form,
        "unread": _why_unread(viewer, as_shown),
        "readers": readers(QUESTION_REPORT_READERS, viewer, as_shown),
        "label": ASKED_RIGHTS.label("report"),
    }
    return respond(request, "mentoring/report_question.html", context)


def _done(request: Request, made: Report) -> HttpResponse:
    if unread := _why_unread(request.viewer, made):
        said.warning(request, unread)
    else:
        said.success(request, _("The coordinators have it. Nobody else is told."))
    return redirect("mentoring:report", pk=made.pk)


def _hidden(viewer: Viewer, row: Report) -> bool:
    """Whether this is a mentor who does not learn who asks, also not by what she shows."""
    found = row.question
    return (
        found is not None
        and found.is_nameless
        and found.teacher_id != viewer.person_id
        and REPORTER.holds(viewer, row)
    )


def _author(viewer: Viewer, row: Report) -> str:
    """Whose words they are, for whoever may know it."""
    if row.message is not None:
        return str(row.message.author)
    if row.turn is not None and row.question and row.turn.author_id != row.question.teacher_id:
        return str(row.turn.author)
    if _hidden(viewer, row):
        return _("A teacher")
    return str(row.question.teacher) if row.question else ""


def _why_unread(viewer: Viewer, row: Report) -> str:
    """For whoever shows it, where no coordinator may read it; else nothing. To a mentor who does
    not know whose school it is, it is not said why."""
    if queries.coordinators_of(row, viewer.now):
        return ""
    if _hidden(viewer, row):
        return _(
            "No coordinator may read this now. It is kept for the next one who may. If it cannot "
            "wait, speak with somebody whom you trust."
        )
    if officers_of(queries.whole(row), viewer.now):
        return _(
            "No coordinator may read this now: each of them is one of you two, or answers for the "
            "school. It is kept for the next one who may. The safeguarding officers hear that "
            "there is something, and not what it says."
        )
    return _(
        "No coordinator may read this now, and your school has no safeguarding officer: nobody is "
        "told. It is kept for the next coordinator who may. If it cannot wait, speak with somebody "
        "whom you trust."
    )


@login_required
@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    """For whoever showed it, and for the coordinators: what was shown, and what was said of it."""
    viewer = request.viewer
    row = queries.report(viewer, pk)
    in_its_words(queries.whole(row))
    own = REPORTER.holds(viewer, row)
    of = PAIR_REPORT_READERS if row.question is None else QUESTION_REPORT_READERS
    context = {
        "row": row,
        "shown": _shown(viewer, row),
        "nameless": row.question is not None and row.question.is_nameless,
        "own": own,
        "unread": _why_unread(viewer, row) if own and row.status == ReportStatus.OPEN else "",
        "moves": [move for move, decision in REPORT.open_to(viewer, row) if decision],
        "readers": readers(of, viewer, row),
    }
    return respond(request, "mentoring/report.html", context)


def _shown(viewer: Viewer, row: Report) -> Shown:
    author, text = _author(viewer, row), row.said  # type: ignore[attr-defined]
    own, is_open = REPORTER.holds(viewer, row), row.status == ReportStatus.OPEN
    pair, line, turn, found = row.mentorship, row.message, row.turn, row.question
    if pair is not None and line is not None:
        two = _("%(mentor)s and %(teacher)s") % {"mentor": pair.mentor, "teacher": pair.mentee}
        file = getattr(line, "attachment", None) if is_open else None
        gone = own and line.taken_back_at is not None
        url = reverse("mentoring:message_file", args=[line.pk]) if file and not gone else ""
        return Shown(
            _("A message shown in confidence"), reverse("mentoring:mentorship", args=[pair.pk]),
            two, author, line.written_at, text, url, file.title if file else "",
        )  # fmt: skip
    assert found is not None  # noqa: S101 - a constraint of the table
    hears = turn is not None and turn.sound and is_open
    if own and not REPORTER_CONFIDANT.holds(viewer, row):
        hears = False
    return Shown(
        _("Words of a question shown in confidence"), reverse("mentoring:questions"),
        _("Questions in writing"), author, turn.written_at if turn else found.asked_at, text,
        reverse("mentoring:question_sound", args=[turn.pk]) if turn and hears else "",
        _("Listen to the recording"),
    )  # fmt: skip


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    row = queries.report(request.viewer, pk)
    do, done = VERBS[verb]
    do(row, by=request.viewer)
    said.success(request, str(done))
    return redirect("mentoring:report", pk=pk)
