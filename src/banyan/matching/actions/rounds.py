"""Opening a round, finding the best pairs, laying down wishes, or discarding it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.models import Preference, Proposal, Round, Wish
from banyan.matching.queries.choosing import approved_in
from banyan.matching.queries.lots import FEWEST
from banyan.matching.queries.reasons import WEAK_BELOW, reason_lines, stored
from banyan.matching.queries.rotas import rotas_to_heed, said_in
from banyan.matching.rules import ROUND, ROUND_RIGHTS
from banyan.matching.snapshot.choosing import in_the_way
from banyan.matching.snapshot.listing import without_rankings
from banyan.matching.states import OPEN, Objective, RoundStatus, WishKind
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.relations import stored_form
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.programmes.rules import COHORT_RIGHTS, unbarred
from banyan.trail import actions as trail
from matchmaker.heeding import Heeding
from matchmaker.outcome import Outcome, Pair, Reason
from matchmaker.problem import Pairing, Problem
from matchmaker.rules import InvalidProblem
from matchmaker.solving import TABLE, Answered, retold, solve
from matchmaker.weighing import Weighing


def open_round(
    cohort: Cohort, *, by: Viewer, blueprint_form: str = "", heeds: int | None = None
) -> Round:
    """A draft, in which nobody is kept together yet but those who chose each other. Its pairs are
    of this form of mentoring of the blueprint, the default one if not given (ValueError for one
    that it lacks), and heed what was said after the short meetings with this id. Raises Refused
    while another is open, and where nothing can be heeded; Stale where somebody else numbered a
    round of this cohort at the same moment."""
    COHORT_RIGHTS.decide(by, cohort, "match").or_refuse()
    if heeds is not None and heeds not in {each.pk for each in rotas_to_heed(cohort, by.now)}:
        raise Refused(denied(_("The answers about these short meetings cannot be heeded now.")))
    rules = blueprint_of(cohort)
    last = Round.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            Cohort.objects.select_for_update().get(pk=cohort.pk)  # see `choosing.approve`
            round_ = Round.objects.create(
                cohort=cohort,
                number=last + 1,
                blueprint_form=stored_form(rules, blueprint_form),
                objective=rules.matching.objective,
                heeds_id=heeds,
                opened_by_id=by.person_id,
                opened_at=by.now,
            )
            _keep_together(round_, by)
            record("round.open", round_, by)
    except IntegrityError as error:
        if Round.objects.filter(cohort=cohort, status__in=OPEN).exists():
            raise Refused(denied(_("A round of this cohort is open already."))) from error
        raise Stale(_("Somebody else proposes these pairs right now. Please try again.")) from error
    return round_


def _keep_together(round_: Round, by: Viewer) -> None:
    """Two who chose each other and were approved are a known pair of the new round, as far as they
    can be a pair today; the others stay approved, for a later one."""
    for row in approved_in(round_.cohort):
        if in_the_way(row, on=by.today) is None:
            Wish.objects.create(
                round=round_,
                teacher=row.teacher,
                mentor=row.mentor,
                kind=WishKind.PIN,
                made_by_id=row.decided_by_id or by.person_id,
                request=row,
            )


def aim(round_: Round, objective: Objective, *, by: Viewer) -> Round:
    """What this round looks for, in place of what the blueprint says; the pairs found so far are
    then those of another question. Stale when the round is a draft no longer."""
    ROUND_RIGHTS.decide(by, round_, "aim").or_refuse()
    if objective == round_.objective:
        return round_
    with transaction.atomic():
        change(round_, objective=objective)
        record("round.aim", round_, by, objective=objective.value)
    return round_


def compute(round_: Round, *, by: Viewer, seen: int | None = None) -> Round:
    """Find the best pairs there are for those who wait now, with the wishes laid down; nothing,
    where they have been found since the version that was `seen`, and no wish has changed.

    The work is done outside a transaction; Stale is raised, and nothing kept, when the round
    changed meanwhile. Raises Refused when the wishes cannot all come true, saying which.
    """
    ROUND_RIGHTS.decide(by, round_, "compute").or_refuse()
    if seen is not None and seen < round_.version == round_.computed_version:
        return round_
    asked = round_.version
    taken = snapshot.taken(by, round_)
    try:
        outcome = _answered(round_, taken.problem)
    except InvalidProblem as invalid:
        raise _refusal(invalid, round_) from invalid
    told = _told(round_, outcome, taken.problem)
    proposals = (
        [
            Proposal(
                round=round_,
                teacher_id=int(pair.teacher_id),
                school=taken.schools[int(pair.teacher_id)],
                mentor_id=int(pair.mentor_id),
                score=pair.score,
                reasons=_told_of(pair, taken.chosen) + stored(pair.misses, "against"),
            )
            for pair in told.pairs
        ]
        + [
            Proposal(
                round=round_,
                teacher_id=int(each.teacher_id),
                school=taken.schools[int(each.teacher_id)],
                reasons=stored(each.reasons, "against"),
                relaxations=stored(each.relaxations, "for"),
            )
            for each in told.unmatched
        ]
        + [
            Proposal(
                round=round_,
                teacher_id=teacher_id,
                school=taken.schools[teacher_id],
                reasons=[{"code": why.value, "params": {}, "kind": "against"}],
            )
            for teacher_id, why in (*taken.barred_teachers.items(), *taken.by_lot.items())
        ]
    )
    summary = _summary(told, taken) | {
        "proven": outcome.proven,
        "heeded": heeded(outcome.pairs, taken.problem),
    }
    with transaction.atomic():
        change(
            round_,
            seen=asked,
            problem=json.loads(without_rankings(taken.problem).to_json()),
            summary=summary,
            loads={
                each.mentor_id: stored(each.reasons, "against")
                for each in told.mentors
                if each.reasons
            },
            computed_at=by.now,
            computed_version=asked + 1,
        )
        Proposal.objects.filter(round=round_).delete()
        Proposal.objects.bulk_create(proposals, batch_size=500)
        matched = len(outcome.pairs)
        record("round.compute", round_, by, teachers=len(proposals), matched=matched)
    return round_


def _answered(round_: Round, problem: Problem) -> Outcome:
    """The best pairs; with what was said after short meetings, where the round heeds it, and
    enough people said something."""
    said = said_in(round_.heeds_id, FEWEST)
    if said is None:
        return solve(problem)
    if len(problem.teachers) * len(problem.mentors) > TABLE:
        raise Refused(denied(_("Here are too many teachers and mentors to heed what was said.")))
    return Answered(Heeding(problem, said)).outcome()


def _told(round_: Round, outcome: Outcome, problem: Problem) -> Outcome:
    """The answer as it is kept and told. Where people rank, or said something after short meetings,
    all of it is told as if nobody had: a score, a count or a price with that in it would tell it,
    and so would the difference between a round in which somebody ranked and one in which nobody
    did."""
    if round_.lists_opened_at is None and round_.heeds_id is None:
        return outcome
    return retold(outcome, Weighing(without_rankings(problem)))


def heeded(pairs: Collection[Pair], problem: Problem) -> list[int] | None:
    """Of those who ranked and are in a pair: how many have somebody whom they ranked, and how many
    they are. None where it would tell of few."""
    wished = {each.id: each.prefers for each in problem.teachers}
    offered = {each.id: each.prefers for each in problem.mentors}
    asked = [(wished[pair.teacher_id], pair.mentor_id) for pair in pairs]
    asked += [(offered[pair.mentor_id], pair.teacher_id) for pair in pairs]
    ranked = [other in prefers for prefers, other in asked if prefers]
    met = sum(ranked)
    return [met, len(ranked)] if min(met, len(ranked) - met) >= FEWEST else None


def forget_rankings(round_: Round) -> None:
    """When a round is over, nothing is left of how anybody ranked."""
    Preference.objects.filter(round=round_, choice__isnull=False).update(choice=None)


def _told_of(pair: Pair, chosen: Collection[Pairing]) -> list[dict[str, Any]]:
    """What speaks for a pair. Of two who chose each other it is said so, and not that a
    coordinator has put them together."""
    by_choice = (pair.teacher_id, pair.mentor_id) in chosen
    fits = stored(pair.fits, "for")
    return [
        {**one, "code": "chosen"} if by_choice and one["code"] == "pinned" else one for one in fits
    ]


def pin(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> Wish:
    """These two together, whatever fits better. Raises Refused, with the rule in words, for a
    pair that breaks one, where the teacher has been put with somebody else already, and for a
    coordinator who is one of the two."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    if by.person_id in (teacher.pk, mentor.pk):
        raise Refused(denied(_("You are one of the two: another coordinator decides this.")))
    able_to_pin(round_, teacher, mentor, by=by)
    return _wish(round_, teacher, mentor, WishKind.PIN, by)


def able_to_pin(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> None:
    """Raises Refused where these two cannot be kept together in this round beside those who are
    already, with the reason in words."""
    wished = (str(teacher.pk), str(mentor.pk))
    taken = snapshot.taken(by, round_, also=[wished])
    unbarred(mentor, taken.barred_mentors.get(mentor.pk)).or_refuse()
    unbarred(teacher, taken.barred_teachers.get(teacher.pk)).or_refuse()
    if why := taken.by_lot.get(teacher.pk):
        raise Refused(denied(str(why.label)))
    problem = taken.problem
    waiting, offering = {t.id for t in problem.teachers}, {m.id for m in problem.mentors}
    # Earlier pins that came to nothing meanwhile are told when the best pairs are sought.
    others = {(t, m) for t, m in problem.pins if t in waiting and m in offering}
    try:
        Weighing(replace(problem, pins=frozenset({*others, wished})))
    except InvalidProblem as invalid:
        raise _refusal(invalid, round_, teacher, mentor) from invalid


def forbid(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> Wish:
    """Not these two, in this round. Nobody but coordinators learns of it, nor who said it."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    return _wish(round_, teacher, mentor, WishKind.FORBID, by)


def clear_wish(round_: Round, teacher: Person, mentor: Person, *, by: Viewer) -> None:
    """Take back what was laid down for these two; Stale when it is gone already."""
    ROUND_RIGHTS.decide(by, round_, "wish").or_refuse()
    with transaction.atomic():
        change(round_)
        gone, _rows = Wish.objects.filter(round=round_, teacher=teacher, mentor=mentor).delete()
        if not gone:
            raise Stale(_("This wish has been taken back since you opened the page."))
        record("round.clear_wish", round_, by)


def discard(round_: Round, *, by: Viewer) -> Round:
    """Throw the draft away; nobody was told of anything."""
    with transaction.atomic():
        forget_rankings(round_)
        return trail.move(round_, ROUND, "discard", by=by, scope=scope(round_))


def _wish(round_: Round, teacher: Person, mentor: Person, kind: WishKind, by: Viewer) -> Wish:
    """Laid down once: the same wish again changes nothing."""
    found = Wish.objects.filter(round=round_, teacher=teacher, mentor=mentor, kind=kind).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            change(round_)
            wish = Wish.objects.create(
                round=round_, teacher=teacher, mentor=mentor, kind=kind, made_by_id=by.person_id
            )
            record(f"round.{kind.value}", round_, by)
    except IntegrityError as error:
        sentence = _("There is another wish for %(teacher)s already. Undo that first.")
        raise Refused(denied(sentence % {"teacher": teacher})) from error
    return wish


def change(round_: Round, *, seen: int | None = None, **changes: object) -> None:
    """Raise the version of a draft, and set what changes; Stale when it is a draft no longer, or
    has another version than the one seen."""
    rows = Round.objects.filter(pk=round_.pk, status=RoundStatus.DRAFT)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, **changes):
        raise Stale(_("This round has been changed since you opened the page."))
    round_.refresh_from_db(fields=["version", *changes])


def _summary(outcome: Outcome, taken: snapshot.Snapshot) -> dict[str, object]:
    """What the pages say of an answer: counts, the mean score, free seats, which mentors of the
    pool were left out, with the reason; and the proof (see `queries.proof`): what was aimed at, of
    each measure what the answer has and what none can better, and what this answer and the usual
    one are worth, in teachers matched and points of fit; and which new mentors would place most."""
    scores = [pair.score for pair in outcome.pairs]
    unmatched = len(outcome.unmatched) + len(taken.barred_teachers) + len(taken.by_lot)
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
        "engine": outcome.engine,
        "advice": stored(outcome.advice, "for"),
        "objective": outcome.objective,
        "measures": [[each.name, each.value, each.bound] for each in outcome.measures],
        "worth": [outcome.worth.matched, outcome.worth.total],
        "usual": [outcome.usual.matched, outcome.usual.total] if outcome.usual else None,
    }


def _refusal(invalid: InvalidProblem, round_: Round, *people: Person) -> Refused:
    """What is wrong with what was asked, in sentences with names."""
    names = {str(person.pk): person.name for person in people}
    for wish in round_.wishes.select_related("teacher", "mentor"):
        names |= {str(p.pk): p.name for p in (wish.teacher, wish.mentor)}
    faults: tuple[Reason, ...] = invalid.faults
    lines = reason_lines(stored(faults, "against"), blueprint_of(round_.cohort), names)
    return Refused(denied(" ".join(line.text for line in lines)))


def record(verb: str, round_: Round, by: Viewer, **data: int | str) -> None:
    trail.record(verb=verb, subject=trail.subject_of(round_), scope=scope(round_), by=by, **data)


def scope(round_: Round) -> str:
    return round_.cohort.programme.organisation.path or ""
