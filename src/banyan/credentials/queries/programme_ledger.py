"""The ledger of a programme: its cohorts, each with what all its pairs owe and what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from banyan.credentials.queries.cohort_ledger import (
    doses_of,
    dues_by_cohort,
    lived,
    pairs_of,
)
from banyan.credentials.queries.ledger import AGREED_ON, VOID, Sums, entries_of, groups_of
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.doses import counts_groups
from banyan.mentoring.states import SessionStatus
from banyan.programmes.models import Cohort
from blueprint import Dose, Status


@dataclass(frozen=True, slots=True)
class Line:
    """A cohort with its columns, over all its pairs that run or have run in the viewer's area.
    `pairs`, `overdue` and `soon` count those that run; `expected` is in minutes, by the first of
    the doses that its blueprint asks of each pair, and None where it asks for none."""

    cohort: Cohort
    dose: Dose | None
    pairs: int
    overdue: int
    soon: int
    expected: int | None
    sums: Sums


def lines(viewer: Viewer, cohorts: Sequence[Cohort]) -> list[Line]:
    """These cohorts, which the caller has loaded through a viewer's query, in this order. As many
    queries for ten cohorts as for one."""
    asked = [(cohort, next(iter(doses_of(cohort)), None)) for cohort in cohorts]
    pairs = lived(viewer, cohorts)
    counting = {one.pk for one in cohorts if counts_groups(Mentorship(cohort=one))}
    theirs = [pair for pair in pairs if pair.cohort_id in counting]
    groups = groups_of(theirs) if theirs else {}
    dues = dues_by_cohort(viewer, asked, pairs, groups)
    met = _sums(viewer, cohorts)
    for pair in theirs:
        for entry in entries_of(viewer, pair.pk, groups):
            met[pair.cohort_id] = met[pair.cohort_id].plus(entry.sums)
    found = []
    for cohort, dose in asked:
        live = [one for one in dues[cohort.pk] if one.live]
        found.append(
            Line(
                cohort,
                dose,
                len(live),
                sum(one.status == Status.OVERDUE for one in live),
                sum(one.status == Status.DUE_SOON for one in live),
                sum(one.expected for one in dues[cohort.pk]) if dose else None,
                met[cohort.pk],
            )
        )
    return found


def total(found: Iterable[Line]) -> Sums:
    """The columns of several cohorts together."""
    whole = Sums()
    for line in found:
        whole = whole.plus(line.sums)
    return whole


def expected(found: Sequence[Line]) -> int | None:
    """What is expected of all of them; None where one of them is asked for nothing."""
    each = [line.expected for line in found]
    return None if None in each else sum(one or 0 for one in each)


def _sums(viewer: Viewer, cohorts: Sequence[Cohort]) -> dict[int, Sums]:
    """What `lines` of the ledger of each cohort adds up to, but for groups, of which a pair has
    only those that its own mentor led while they were one: here the database adds up."""
    minutes = ExpressionWrapper(F("ends_at") - F("starts_at"), DurationField())
    own, host = Coalesce("places__own_minutes", 0), Coalesce("places__host_minutes", 0)
    held = Q(status=SessionStatus.HELD)
    rows = (
        Session.objects.filter(mentorship__in=pairs_of(viewer, cohorts).values("pk"))
        .order_by()
        .values_list("mentorship__cohort_id")
        .annotate(
            scheduled=Sum(minutes, filter=Q(status__in=AGREED_ON), default=timedelta(0)),
            held=Sum(Greatest(own, host), filter=~Q(status__in=VOID), default=0),
            confirmed=Sum(
                own, filter=held & Q(places__own_minutes=F("places__host_minutes")), default=0
            ),
            credited=Sum("places__accounted_minutes", filter=held, default=0),
        )
    )
    found: dict[int, Sums] = defaultdict(Sums)
    for pk, scheduled, *others in rows:
        found[pk] = Sums(int(scheduled.total_seconds() // 60), *others)
    return found
