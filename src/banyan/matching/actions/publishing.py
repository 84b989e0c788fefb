"""Publishing a round: every pair of it is proposed to its two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer, system
from banyan.matching import snapshot
from banyan.matching.actions.counting import count_by_gender
from banyan.matching.actions.rounds import forget_rankings, scope
from banyan.matching.models import Proposal, Round
from banyan.matching.queries.publishing import outcome_of, publisher_of, still_to_propose
from banyan.matching.rules import ROUND
from banyan.matching.states import RoundStatus, Skip
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.proposals import Proposed, Wanted, proposed
from banyan.mentoring.states import MentorshipForm
from banyan.trail import actions as trail
from matchmaker.weighing import Weighing

CHUNK = 50  # pairs in one transaction: SQLite lets one writer in at a time, so nobody waits long


def publish(round_: Round, *, by: Viewer, seen: int | None = None) -> Round:
    """Decide that every pair of the round is proposed to its two people; from then on it is.

    A small round is published when this returns, a larger one by the worker, `CHUNK` pairs at a
    time. A pair that is no longer possible is left out with its reason, and the rest is published.
    `seen` is the version that the coordinator looked at: Stale when the round has changed since,
    or when somebody else published or discarded it.
    """
    if seen is not None and seen != round_.version:
        raise Stale(_("This round has been changed since you opened the page."))
    with transaction.atomic():
        trail.move(
            round_,
            ROUND,
            "publish",
            by=by,
            scope=scope(round_),
            published_at=by.now,
            published_by_id=by.person_id,
        )
        if not Round.objects.filter(pk=round_.pk, version=round_.version).exists():
            raise Stale(_("This round has been changed since you opened the page."))
        forget_rankings(round_)
        count_by_gender(round_, by=by)
        few = still_to_propose(round_)[: CHUNK + 1].count() <= CHUNK
        if not few:
            trail.later("banyan.matching.jobs.publish_rest", round_.pk)
    return publish_rest(round_, now=by.now) if few else round_


def publish_rest(round_: Round, *, now: datetime) -> Round:
    """Propose what is still to be proposed of a round that is being published.

    A chunk of pairs is one short transaction, so that others can write in between. It may stop
    after any of them: whatever is left is found again. Two who do this at once take turns.
    """
    by = publisher_of(round_, now)
    problem = snapshot.taken(by, round_).problem
    weighing = Weighing(replace(problem, pins=frozenset()))
    while _propose_some(round_, weighing, by):
        pass
    round_.refresh_from_db(fields=["status", "summary"])
    return round_


@transaction.atomic
def _propose_some(round_: Round, weighing: Weighing, by: Viewer) -> bool:
    """Propose some pairs and say whether there may be more; with the last, the round is done."""
    if not _hold(round_):
        return False
    # Mentors in one fixed order: two rounds that publish at once give their places out alike.
    chunk = list(
        still_to_propose(round_)
        .select_related("teacher", "mentor", "school")
        .order_by("mentor_id", "teacher_id")[:CHUNK]
    )
    if not chunk:
        _finish(round_, by)
        return False
    able, gone = [], []
    for pair in chunk:
        if (row := _row(pair, weighing)) is None:
            gone.append((pair, _wanted(pair)))
        elif weighing.barrier(str(pair.teacher_id), str(pair.mentor_id)):
            pair.skipped = Skip.RULED_OUT
        else:
            able.append((pair, _wanted(pair, weighing.pool.teachers[row].domains)))
    done = mentoring.propose_all(
        [each for _pair, each in able],
        round_.cohort,
        by=by,
        blueprint_form=round_.blueprint_form,
    )
    for (pair, _each), found in zip(able, done, strict=True):
        pair.mentorship = found.mentorship
        pair.skipped = "" if found.mentorship else _what_changed(found.facts)
    facts = proposed(
        [each for _pair, each in gone], round_.cohort, form=MentorshipForm.PAIR, on=by.today
    )
    for (pair, _each), known in zip(gone, facts, strict=True):
        pair.skipped = _what_changed(known)
    _keep(chunk)
    return True


def _keep(chunk: Sequence[Proposal]) -> None:
    """Write what came of each proposal: a statement for the pairs, one for each reason of others
    (`bulk_update` would take as long as everything else together)."""
    pairs = Mentorship.objects.filter(
        pk__in=[pair.mentorship_id for pair in chunk if pair.mentorship_id],
        mentee=OuterRef("teacher"),
    )
    Proposal.objects.filter(pk__in=[pair.pk for pair in chunk if pair.mentorship_id]).update(
        mentorship=Subquery(pairs.values("pk")[:1])
    )
    for skip in {pair.skipped for pair in chunk} - {""}:
        left_out = [pair.pk for pair in chunk if pair.skipped == skip]
        Proposal.objects.filter(pk__in=left_out).update(skipped=skip)


def _hold(round_: Round) -> bool:
    """Keep others from publishing the same round until this transaction ends; False when it has
    been published."""
    rows = Round.objects.filter(pk=round_.pk, status=RoundStatus.PUBLISHING)
    return rows.select_for_update().values_list("pk").first() is not None


def _row(pair: Proposal, weighing: Weighing) -> int | None:
    """The teacher's place among those who wait; None if one of the two is not there any more."""
    row = weighing.pool.row.get(str(pair.teacher_id))
    return row if str(pair.mentor_id) in weighing.pool.column else None


def _wanted(pair: Proposal, needs: tuple[str, ...] = ()) -> Wanted:
    assert pair.mentor is not None  # noqa: S101 - those who have no mentor are not proposed
    return Wanted(pair.mentor, pair.teacher, pair.school, needs)


def _finish(round_: Round, by: Viewer) -> None:
    counts = outcome_of(round_)
    trail.move(
        round_,
        ROUND,
        "finish",
        by=system(by.now),
        scope=scope(round_),
        summary={**round_.summary, **counts},
    )


def _what_changed(facts: Proposed) -> Skip:
    """Why a pair that was possible when it was found is not possible now."""
    if facts.has_pair:
        return Skip.PAIRED
    if not facts.enrolled:
        return Skip.NOT_WAITING
    if facts.place is None:
        return Skip.RESTING
    if facts.mentor_bar or facts.mentee_bar:
        return Skip.BARRED
    if facts.seats_taken >= facts.place.capacity:
        return Skip.FULL
    return Skip.RULED_OUT if facts.heads_school or facts.oversees else Skip.NOT_WAITING
