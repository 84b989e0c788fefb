"""What was shown to the coordinators in confidence: by whom, and who of them may read it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Question, Report
from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.mentoring.standings import (
    QUESTION_REPORT_COORDINATOR,
    REPORT_COORDINATOR,
    REPORT_READERS,
    REPORTER,
    REPORTER_CONFIDANT,
)
from banyan.mentoring.states import ReportStatus
from banyan.organisations.queries import viewers_for
from banyan.people.models import Person
from banyan.trail.queries import id_of

_WITH = (
    "message__author", "turn__author", "reported_by", "mentorship__mentor", "mentorship__mentee",
    "mentorship__school", "mentorship__cohort__programme", "question__mentor",
    "question__teacher", "question__school", "question__cohort__programme",
)  # fmt: skip
_WORDS = ("message__text", "message__sealed", "question__text", "turn__text", "turn__link")


def reports(viewer: Viewer) -> QuerySet[Report]:
    """What the viewer has shown the coordinators, or was shown as one of them, newest first; in
    `said` what was written. Whoever shows what was sealed does not get to read it by that, nor does
    she read on who has come to power over the teacher."""
    unsealed = Q(message__taken_back_at__isnull=True) | Q(
        message__taken_back_at__gt=F("reported_at")
    )
    rows = Report.objects.filter(REPORT_READERS.where(viewer)).annotate(
        said=Case(
            When(~REPORTER.where(viewer), then=F("quote")),
            When(REPORTER_CONFIDANT.where(viewer) & unsealed, then=F("quote")),
            default=Value(""),
            output_field=TextField(),
        )
    )
    return rows.select_related(*_WITH, "message__attachment").defer(
        "quote", *_WORDS, "mentorship__end_words", "mentorship__decline_reason"
    ).order_by("-reported_at", "-pk")  # fmt: skip


def report(viewer: Viewer, pk: int) -> Report:
    return reports(viewer).get(pk=pk)


def questions_shown(viewer: Viewer) -> list[Report]:
    """What was shown to the viewer of questions in writing and waits for a coordinator, the oldest
    first: that there is something, without a word of it."""
    rows = Report.objects.filter(QUESTION_REPORT_COORDINATOR.where(viewer))
    found = rows.filter(status=ReportStatus.OPEN).only("reported_at").order_by("reported_at", "pk")
    return list(found[:20])


def shown_already(viewer: Viewer, **what: OuterRef | None) -> Exists:
    """Whether the viewer has shown this: for annotating a row of it."""
    return Exists(Report.objects.filter(REPORTER.where(viewer), **what))


def sound_shown(viewer: Viewer) -> Exists:
    """For a row that is a turn: whether the viewer was shown it as a coordinator and has not looked
    into it yet."""
    shown = Report.objects.filter(
        QUESTION_REPORT_COORDINATOR.where(viewer), turn=OuterRef("pk"), status=ReportStatus.OPEN
    )
    return Exists(shown)


def whole(shown: Report) -> Mentorship | Question:
    """The pair, or the question in writing, of which it is a part."""
    found = shown.question if shown.question is not None else shown.mentorship
    assert found is not None  # noqa: S101 - a constraint of the table
    return found


# What notices and jobs need to know: they have no viewer


def told_of_report(subject: str) -> Report:
    rows = Report.objects.defer("quote", "words", *_WORDS)
    return rows.select_related(*_WITH).get(pk=id_of(subject))


def coordinators_of(shown: Report, now: datetime) -> list[int]:
    """Ids of the nearest coordinators who may read it: of the smallest area that has any. Nobody
    where each is one of the two or has power over them."""
    over = coordinators_over([whole(shown).school], on=now.date())
    viewers = viewers_for(Person.objects.filter(pk__in=over), now=now)
    may = {
        pk: max(map(len, over[pk]))
        for pk, viewer in viewers.items()
        if REPORT_COORDINATOR.holds(viewer, shown)
    }
    nearest = max(may.values(), default=0)
    return [pk for pk, length in may.items() if length == nearest]


def report_waits(pk: int) -> bool:
    return Report.objects.filter(pk=pk, status=ReportStatus.OPEN).exists()
