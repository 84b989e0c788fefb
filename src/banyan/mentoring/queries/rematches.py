"""Who asked for another pairing, as far as each may know, and what a teacher can take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Carrying, Mentorship, Record, Rematch
from banyan.mentoring.queries.records import own_records
from banyan.mentoring.standings import MENTEE, OVERSEER, REMATCH_ASKER, REMATCH_READERS
from banyan.mentoring.states import LIVE, MentorshipForm, RecordKind, RematchStatus, Tier
from banyan.ui.prepared import TODAY, Given, PreparedRows

# What is a plan of hers, among all that a pair keeps: the rest stays behind unless she takes it on
# item by item later. What was seen and said of her lessons is no plan.
PLANS = (
    RecordKind.GOAL,
    RecordKind.LESSON_PLAN,
    RecordKind.EXPERIMENT,
    RecordKind.CONTEXT,
)
MOST_PLANS = 100


def rematch(viewer: Viewer, pk: int) -> Rematch:
    """Raises DoesNotExist for everybody but whoever asked and the coordinators who are told."""
    return _readable(viewer).get(pk=pk)


def _readable(viewer: Viewer) -> QuerySet[Rematch]:
    rows = Rematch.objects.filter(REMATCH_READERS.where(viewer))
    return rows.select_related(
        "asked_by", "mentorship__mentor", "mentorship__mentee", "mentorship__school",
        "mentorship__cohort__programme",
    ).defer("mentorship__end_words", "mentorship__decline_reason")  # fmt: skip


def own_rematch(viewer: Viewer, pair: Mentorship) -> Rematch | None:
    """What the viewer herself has asked in this pair and nobody has settled yet."""
    rows = Rematch.objects.filter(REMATCH_ASKER.where(viewer))
    return rows.filter(mentorship=pair, status=RematchStatus.OPEN).first()


def asked_of(viewer: Viewer, pair: Mentorship) -> list[Rematch]:
    """What is open in this pair and the viewer may read, the oldest first."""
    rows = _readable(viewer).filter(mentorship=pair, status=RematchStatus.OPEN)
    return list(rows.order_by("asked_at", "pk"))


def pair_to_rematch(viewer: Viewer, pk: int) -> Mentorship:
    """A pair of the area of this coordinator, who is none of the two. DoesNotExist otherwise."""
    rows = Mentorship.objects.filter(OVERSEER.where(viewer)).defer("end_words", "decline_reason")
    return rows.select_related(
        "mentor", "mentee", "school", "cohort__programme__organisation", "ended_by"
    ).get(pk=pk)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A pair of a teacher, with what decides whether she still chooses what goes along."""

    pair: Mentorship
    leaves: bool  # it has ended or will, or she has asked for another
    followed: bool  # whoever comes next has begun


def leaving(viewer: Viewer, pk: int) -> Leaving:
    """The viewer's own pair as a teacher. Raises DoesNotExist for everybody else. Three queries."""
    rows = Mentorship.objects.filter(MENTEE.where(viewer), form=MentorshipForm.PAIR)
    pair = (
        rows.select_related("mentor", "mentee", "school", "cohort__programme")
        .defer("end_words", "decline_reason")
        .get(pk=pk)
    )
    over = pair.status not in LIVE or pair.ends_early_on is not None
    return Leaving(
        pair,
        over or own_rematch(viewer, pair) is not None,
        _next_of(pair, viewer.today),
    )


def _next_of(pair: Mentorship, today: date) -> bool:
    rows = Mentorship.objects.filter(
        cohort=pair.cohort_id,
        mentee=pair.mentee_id,
        form=MentorshipForm.PAIR,
        status__in=LIVE,
        starts_on__lte=today,
        pk__gt=pair.pk,
    )
    return rows.exists()


def plans_of(viewer: Viewer, pair: Mentorship) -> list[Any]:
    """The viewer's own plans in this pair, those of which a copy can go along. One query."""
    rows = own_records(viewer, *PLANS).filter(mentorship=pair, tier=Tier.PAIR)
    return list(rows.order_by("kind", "-written_at", "pk")[:MOST_PLANS])


def chosen_of(viewer: Viewer, pair: Mentorship) -> list[int]:
    """Ids of the plans that she has chosen so far."""
    rows = Carrying.objects.filter(mentorship=pair, mentorship__mentee_id=viewer.person_id)
    found = rows.values_list("records", flat=True).first()
    return list(found or [])


def pair_before(viewer: Viewer, cohort_id: int) -> Mentorship | None:
    """The pair that the viewer, as a teacher, leaves or has left last in this cohort: the one from
    which plans can go along to whoever is proposed now. One query."""
    rows = Mentorship.objects.filter(
        MENTEE.where(viewer),
        Q(ends_early_on__isnull=False) | ~Q(status__in=LIVE),
        cohort=cohort_id,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
    )
    return rows.defer("end_words", "decline_reason").order_by("-starts_on", "-pk").first()


# What is carried when somebody new begins: jobs and actions have no viewer


@PreparedRows
def _to_carry(one: bool) -> QuerySet[Carrying]:
    after = Mentorship.objects.filter(
        cohort=OuterRef("mentorship__cohort"),
        mentee=OuterRef("mentorship__mentee"),
        form=MentorshipForm.PAIR,
        status__in=LIVE,
        starts_on__lte=TODAY,
        pk__gt=OuterRef("mentorship"),
    ).order_by("-pk")
    rows = Carrying.objects.filter(carried_at__isnull=True).annotate(
        next_id=Subquery(after.values("pk")[:1])
    )
    if one:
        rows = rows.filter(mentorship__mentee_id=Given("mentee", IntegerField()))
    rows = rows.filter(next_id__isnull=False).select_related("mentorship__mentee")
    return rows.order_by("pk")


def to_carry(today: date, mentee: int | None = None) -> list[tuple[Carrying, Mentorship]]:
    """What teachers, or this one, chose to take along and was not taken yet, each with the pair
    that came after and has begun. Two queries."""
    one = mentee is not None
    found = _to_carry(one, today=today, **({"mentee": mentee} if one else {}))
    pairs = Mentorship.objects.defer("end_words", "decline_reason").select_related(
        "mentor", "mentee", "school", "cohort__programme"
    )
    known = pairs.in_bulk([row.next_id for row in found]) if found else {}
    return [(row, known[row.next_id]) for row in found]


def chosen_records(row: Carrying) -> list[Record]:
    """Those that are still there and still hers."""
    rows = Record.objects.filter(
        pk__in=row.records, owner=row.mentorship.mentee_id, mentorship=row.mentorship
    )
    return list(rows.select_related("mentorship", "school").order_by("pk"))


def still_asked(pair_id: int) -> bool:
    """Whether somebody of a pair that runs still waits for an answer of the coordinators."""
    rows = Rematch.objects.filter(mentorship=pair_id, status=RematchStatus.OPEN)
    return rows.filter(mentorship__status__in=LIVE).exists()


def told_of_rematch(pk: int) -> Rematch:
    """The row that an event is about."""
    rows = Rematch.objects.select_related(
        "mentorship__mentor", "mentorship__mentee", "mentorship__school",
        "mentorship__cohort__programme",
    )  # fmt: skip
    return rows.defer("words", "mentorship__end_words").get(pk=pk)
