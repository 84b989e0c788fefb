"""Everything of a teacher's practice that is her own, in the order in which it grew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.records import Reading as Read
from banyan.mentoring.queries.records import links_between_own, own_readings
from banyan.mentoring.queries.sessions import Line, earlier, earlier_lines
from banyan.mentoring.states import RecordKind, SessionStatus, Tier
from banyan.practice.models import Reading, Submission
from banyan.practice.queries.submissions import Finding, found_by
from banyan.practice.queries.works import Handed, handed
from banyan.practice.standings import AUTHOR
from banyan.practice.states import ReadingStatus, SubmissionStatus

MOST = 200  # of each sort: what one can still look through, and a printer carry
SETTLED = (SubmissionStatus.SUCCESSFUL, SubmissionStatus.NOT_YET)
_KINDS = tuple(RecordKind)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A piece of work that the viewer handed in, with what became of it."""

    handed: Handed
    said: list[tuple[str, str]]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What there is to choose from. A thread is of records that led from one to the next; the
    last one holds those that stand alone. `led_to` is by id of the earlier record."""

    threads: list[list[Read]]
    alone: list[Read]
    led_to: dict[int, list[int]]
    sessions: list[Line]
    submissions: list[HandedIn]


def portfolio(viewer: Viewer) -> Portfolio:
    """Of what is the viewer's own: nothing that somebody else owns, and no remark of anybody; what
    is published stands in it as the plan from which it was copied. Five queries for any number of
    rows."""
    own = [one for one in own_readings(viewer) if one.record.tier != Tier.PUBLIC]
    readings = own[-MOST:]
    pairs = links_between_own(viewer)
    led_to: dict[int, list[int]] = defaultdict(list)
    for earlier_id, later_id in pairs:
        led_to[earlier_id].append(later_id)
    groups = joined([one.record.pk for one in readings], pairs)
    by_id = {one.record.pk: one for one in readings}
    threads = [[by_id[pk] for pk in group] for group in groups if len(group) > 1]
    alone = [by_id[group[0]] for group in groups if len(group) == 1]
    held = earlier(viewer).filter(status=SessionStatus.HELD)[:MOST]
    return Portfolio(
        threads,
        sorted(alone, key=lambda one: _KINDS.index(RecordKind(one.record.kind))),
        dict(led_to),
        earlier_lines(viewer, held)[::-1],
        _handed_in(viewer),
    )


def joined(ids: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The ids in groups of those that hang together, each group and all groups in the order in
    which the ids are given; a pair of which one is not among them joins nothing."""
    order = list(ids)
    group = {pk: pk for pk in order}

    def first(pk: int) -> int:
        while group[pk] != pk:
            group[pk] = group[group[pk]]
            pk = group[pk]
        return pk

    for one, other in pairs:
        if one in group and other in group:
            group[first(one)] = first(other)
    found: dict[int, list[int]] = {}
    for pk in order:
        found.setdefault(first(pk), []).append(pk)
    return list(found.values())


def _handed_in(viewer: Viewer) -> list[HandedIn]:
    done = Reading.objects.filter(status=ReadingStatus.DONE).select_related("reader")
    rows = (
        Submission.objects.filter(AUTHOR.where(viewer), mentorship__isnull=False)
        .exclude(status=SubmissionStatus.WITHDRAWN)
        .select_related(
            "mentorship__mentor", "mentorship__mentee", "mentorship__school",
            "mentorship__cohort__programme__organisation",
        )
        .defer("because", "mentorship__end_words")
        .prefetch_related(Prefetch("readings", done.order_by("done_at", "pk")))
        .order_by("handed_in_at", "pk")[:MOST]
    )  # fmt: skip
    found = []
    for row in rows:
        one = handed(row)
        judged = [(read.met, read.comments) for read in row.readings.all()]
        findings = found_by(one, judged) if row.status in SETTLED else []
        found.append(HandedIn(one, one.labelled(row.words), findings))
    return found
