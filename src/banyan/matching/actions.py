"""Opening a round, finding the best pairs, laying down wishes, publishing or discarding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer, system
from banyan.matching import snapshot
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.publishing import outcome_of, publisher_of, still_to_propose
from banyan.matching.queries.reasons import WEAK_BELOW, reason_lines, stored
from banyan.matching.rules import ROUND, ROUND_RIGHTS
from banyan.matching.states import RoundStatus, Skip, WishKind
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.proposals import Proposed, Wanted, proposed
from banyan.mentoring.queries.relations import stored_form
from banyan.mentoring.states import MentorshipForm
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.programmes.rules import COHORT_RIGHTS, unbarred
from banyan.trail import actions as trail
from matchmaker.outcome import Outcome, Reason
from matchmaker.rules import InvalidProblem
from matchmaker.solving import solve
from matchmaker.weighing import Weighing

CHUNK = 50  # pairs in one transaction: SQLite lets one writer in at a time, so nobody waits long


def open_round(cohort: Cohort, *, by: Viewer, blueprint_form: str = "") -> Round:
    """A draft, empty until the best pairs are sought. Its pairs are of this form of mentoring of
    the blueprint, the default one if not given (ValueError for one that it lacks). Raises Refused
    while another is open."""
    COHORT_RIGHTS.decide(by, cohort, "match").or_refuse()
    stored = stored_form(blueprint_of(cohort), blueprint_form)
    last = Round.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            round_ = Round.objects.create(
                cohort=cohort,
                number=last + 1,
                blueprint_form=stored,
                opened_by_id=by.person_id,
                opened_at=by.now,
            )
            _record("round.open", round_, by)
    except IntegrityError as error:
        raise Refused(denied(_("A round of this cohort is open already."))) from error
    return round_


def compute(round_: Round, *, by: Viewer) -> Round:
    """Find the best pairs there are for those who wait now, with the wishes laid down.

    The work is done outside a transaction; Stale is raised, and nothing kept, when the round
    changed meanwhile. Raises Refused when the wishes cannot all come true, saying which.
    """
    ROUND_RIGHTS.decide(by, round_, "compute").or_refuse()
    seen = round_.version
    taken = snapshot.taken(by, round_)
    try:
        outcome = solve(taken.problem)
    except InvalidProblem as invalid:
        raise _refusal(invalid, round_) from invalid
    proposals = (
        [
            Proposal(
                round=round_,
                teacher_id=int(pair.teacher_id),
                school=taken.schools[int(pair.teacher_id)],
                mentor_id=int(pair.mentor_id),
                score=pair.score,
                reasons=stored(pair.fits, "for") + stored(pair.misses, "against"),
            )
            for pair in outcome.pairs
        ]
        + [
            Proposal(
                round=round_,
                teacher_id=int(each.teacher_id),
                school=taken.schools[int(each.teacher_id)],
                reasons=stored(each.reasons, "against"),
            )
            for each in outcome.unmatched
        ]
        + [
            Proposal(
                round=round_,
                teacher_id=teacher_id,
                school=taken.schools[teacher_id],
                reasons=[{"code": bar.value, "params": {}, "kind": "against"}],
            )
            for teacher_id, bar in taken.barred_teachers.items()
        ]
    )
    summary = _summary(outcome, taken)
    with transaction.atomic():
        _change(
            round_,
            seen=seen,
            problem=json.loads(taken.problem.to_json()),
            summary=summary,
            computed_at=by.now,
            computed_version=seen + 1,
        )
        Proposal.objects.filter(round=round_).delete()
        Proposal.objects.bulk_create(proposals, batch_size=500)
        matched = len(outcome.pairs)
        _record("round.compute", round_, by, teachers=len(proposals), matched=matched)
    return round_


def pin(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> Wish:
    """These two together, whatever fits better. Raises Refused, with the rule in words, for a
    pair that breaks one, and where the teacher has been put with somebody else already."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    wished = (str(teacher.pk), str(mentor.pk))
    taken = snapshot.taken(by, round_)
    unbarred(mentor, taken.barred_mentors.get(mentor.pk)).or_refuse()
    unbarred(teacher, taken.barred_teachers.get(teacher.pk)).or_refuse()
    problem = taken.problem
    waiting, offering = {t.id for t in problem.teachers}, {m.id for m in problem.mentors}
    # Earlier pins that came to nothing meanwhile are told when the best pairs are sought.
    others = {(t, m) for t, m in problem.pins if t in waiting and m in offering}
    try:
        Weighing(replace(problem, pins=frozenset({*others, wished})))
    except InvalidProblem as invalid:
        raise _refusal(invalid, round_, teacher, mentor) from invalid
    return _wish(round_, teacher, mentor, WishKind.PIN, by)


def forbid(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> Wish:
    """Not these two, in this round. Nobody but coordinators learns of it, nor who said it."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    return _wish(round_, teacher, mentor, WishKind.FORBID, by)


def clear_wish(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> None:
    """Take back what was laid down for these two; Stale when it is gone already."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    with transaction.atomic():
        _change(round_)
        gone, _rows = Wish.objects.filter(round=round_, teacher=teacher, mentor=mentor).delete()
        if not gone:
            raise Stale(_("This wish has been taken back since you opened the page."))
        _record("round.clear_wish", round_, by)


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
            scope=_scope(round_),
            published_at=by.now,
            published_by_id=by.person_id,
        )
        if not Round.objects.filter(pk=round_.pk, version=round_.version).exists():
            raise Stale(_("This round has been changed since you opened the page."))
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


def discard(round_: Round, *, by: Viewer) -> Round:
    """Throw the draft away; nobody was told of anything."""
    return trail.move(round_, ROUND, "discard", by=by, scope=_scope(round_))


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
        scope=_scope(round_),
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
    return Skip.RULED_OUT if facts.heads_school else Skip.NOT_WAITING


def _wish(round_: Round, teacher: Person, mentor: Person, kind: WishKind, by: Viewer) -> Wish:
    try:
        with transaction.atomic():
            _change(round_)
            wish = Wish.objects.create(
                round=round_, teacher=teacher, mentor=mentor, kind=kind, made_by_id=by.person_id
            )
            _record(f"round.{kind.value}", round_, by)
    except IntegrityError as error:
        sentence = _("There is another wish for %(teacher)s already. Undo that first.")
        raise Refused(denied(sentence % {"teacher": teacher})) from error
    return wish


def _change(round_: Round, *, seen: int | None = None, **changes: object) -> None:
    """Raise the version of a draft, and set what changes; Stale when it is a draft no longer, or
    has another version than the one seen."""
    rows = Round.objects.filter(pk=round_.pk, status=RoundStatus.DRAFT)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, **changes):
        raise Stale(_("This round has been changed since you opened the page."))
    round_.refresh_from_db(fields=["version", *changes])


def _summary(outcome: Outcome, taken: snapshot.Snapshot) -> dict[str, object]:
    """What the pages say of an answer: counts, the mean score, free seats, and the proof; and which
    mentors of the pool were left out, with the reason."""
    scores = [pair.score for pair in outcome.pairs]
    unmatched = len(outcome.unmatched) + len(taken.barred_teachers)
    return {
        "teachers": len(outcome.pairs) + unmatched,
        "matched": len(scores),
        "unmatched": unmatched,
        "barred": [[person, bar.value] for person, bar in taken.barred_mentors.items()],
        "weak": sum(1 for score in scores if score < WEAK_BELOW),
        "mean": round(sum(scores) / len(scores)) if scores else None,
        "mentors": len(outcome.mentors),
        "seats": sum(load.capacity for load in outcome.mentors),
        "free": sum(load.capacity - load.taken for load in outcome.mentors),
        "proven": outcome.proven,
        "engine": outcome.engine,
    }


def _refusal(invalid: InvalidProblem, round_: Round, *people: Person) -> Refused:
    """What is wrong with what was asked, in sentences with names."""
    names = {str(person.pk): person.name for person in people}
    for wish in round_.wishes.select_related("teacher", "mentor"):
        names |= {str(p.pk): p.name for p in (wish.teacher, wish.mentor)}
    faults: tuple[Reason, ...] = invalid.faults
    lines = reason_lines(stored(faults, "against"), blueprint_of(round_.cohort), names)
    return Refused(denied(" ".join(line.text for line in lines)))


def _record(verb: str, round_: Round, by: Viewer, **data: int) -> None:
    trail.record(verb=verb, subject=trail.subject_of(round_), scope=_scope(round_), by=by, **data)


def _scope(round_: Round) -> str:
    return round_.cohort.programme.organisation.path or ""
