"""Opening a round, finding the best pairs, laying down wishes, publishing or discarding."""

from __future__ import annotations

import json
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.reasons import WEAK_BELOW, reason_lines, stored
from banyan.matching.rules import ROUND, ROUND_RIGHTS
from banyan.matching.states import RoundStatus, Skip, WishKind
from banyan.mentoring import actions as mentoring
from banyan.mentoring.queries.mentorships import blueprint_of, proposed
from banyan.mentoring.states import MentorshipForm
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.programmes.rules import COHORT_RIGHTS
from banyan.trail import actions as trail
from matchmaker.outcome import Outcome, Reason
from matchmaker.rules import InvalidProblem
from matchmaker.solving import Weighing, solve


def open_round(cohort: Cohort, *, by: Viewer) -> Round:
    """A draft, empty until the best pairs are sought. Raises Refused while another is open."""
    COHORT_RIGHTS.decide(by, cohort, "match").or_refuse()
    last = Round.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            round_ = Round.objects.create(
                cohort=cohort, number=last + 1, opened_by_id=by.person_id, opened_at=by.now
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
    proposals = [
        Proposal(
            round=round_,
            teacher_id=int(pair.teacher_id),
            school=taken.schools[int(pair.teacher_id)],
            mentor_id=int(pair.mentor_id),
            score=pair.score,
            reasons=stored(pair.fits, "for") + stored(pair.misses, "against"),
        )
        for pair in outcome.pairs
    ] + [
        Proposal(
            round=round_,
            teacher_id=int(each.teacher_id),
            school=taken.schools[int(each.teacher_id)],
            reasons=stored(each.reasons, "against"),
        )
        for each in outcome.unmatched
    ]
    summary = _summary(outcome)
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
    problem = snapshot.taken(by, round_).problem
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
    """Propose every pair of the round to its two people, all in one transaction.

    A pair that is no longer possible is left out with its reason, and the rest is published.
    `seen` is the version that the coordinator looked at: Stale when the round has changed since,
    or when somebody else published or discarded it.
    """
    if seen is not None and seen != round_.version:
        raise Stale(_("This round has been changed since you opened the page."))
    ROUND.decide(by, round_, "publish").or_refuse()
    problem = snapshot.taken(by, round_).problem
    weighing = Weighing(replace(problem, pins=frozenset()))
    version = round_.version
    with transaction.atomic():
        trail.move(round_, ROUND, "publish", by=by, scope=_scope(round_), published_at=by.now)
        # Mentors in one fixed order: two rounds that publish at once lock their places alike.
        pairs = list(
            Proposal.objects.filter(round=round_, mentor__isnull=False)
            .select_related("teacher", "mentor", "school")
            .order_by("mentor_id", "teacher_id")
        )
        for pair in pairs:
            if pair.mentor is not None:
                _propose(pair, pair.mentor, round_.cohort, weighing, by)
        Proposal.objects.bulk_update(pairs, ["mentorship", "skipped"], batch_size=500)
        skipped = sum(1 for pair in pairs if pair.skipped)
        summary = {**round_.summary, "skipped": skipped, "published": len(pairs) - skipped}
        if not Round.objects.filter(pk=round_.pk, version=version).update(summary=summary):
            raise Stale(_("This round has been changed since you opened the page."))
    round_.summary = summary
    return round_


def discard(round_: Round, *, by: Viewer) -> Round:
    """Throw the draft away; nobody was told of anything."""
    return trail.move(round_, ROUND, "discard", by=by, scope=_scope(round_))


def _propose(
    pair: Proposal, mentor: Person, cohort: Cohort, weighing: Weighing, by: Viewer
) -> None:
    """Sets `mentorship`, or `skipped` to the reason why there is none."""
    teacher_id, mentor_id = str(pair.teacher_id), str(mentor.pk)
    row = weighing.pool.row.get(teacher_id)
    if row is None or mentor_id not in weighing.pool.column:
        pair.skipped = _what_changed(pair, mentor, cohort, by)
    elif weighing.barrier(teacher_id, mentor_id):
        pair.skipped = Skip.RULED_OUT
    else:
        needs = weighing.pool.teachers[row].domains
        try:
            pair.mentorship = mentoring.propose(
                mentor, pair.teacher, cohort, pair.school, needs, by=by
            )
        except Refused:
            pair.skipped = _what_changed(pair, mentor, cohort, by)


def _what_changed(pair: Proposal, mentor: Person, cohort: Cohort, by: Viewer) -> Skip:
    """Why a pair that was possible when it was found is not possible now."""
    facts = proposed(
        mentor, pair.teacher, cohort, pair.school, form=MentorshipForm.PAIR, on=by.today
    )
    if facts.has_pair:
        return Skip.PAIRED
    if not facts.enrolled:
        return Skip.NOT_WAITING
    if facts.place is None:
        return Skip.RESTING
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


def _summary(outcome: Outcome) -> dict[str, object]:
    """What the pages say of an answer: counts, the mean score, free seats, and the proof."""
    scores = [pair.score for pair in outcome.pairs]
    return {
        "teachers": len(outcome.pairs) + len(outcome.unmatched),
        "matched": len(scores),
        "unmatched": len(outcome.unmatched),
        "weak": sum(1 for score in scores if score < WEAK_BELOW),
        "mean": round(sum(scores) / len(scores)) if scores else None,
        "mentors": len(outcome.mentors),
        "seats": sum(load.capacity for load in outcome.mentors),
        "free": sum(load.capacity - load.taken for load in outcome.mentors),
        "proven": outcome.gap.matched == 0 and outcome.gap.total == 0,
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
