"""Another mentor for one teacher: the pair makes way, and the chosen one is proposed to her."""

from __future__ import annotations

import json
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.reasons import WEAK_BELOW, reason_lines, stored
from banyan.matching.queries.rematches import hers
from banyan.matching.states import RoundStatus, WishKind
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.proposals import Wanted
from banyan.mentoring.rules import MENTORSHIP, REMATCHING_RIGHTS
from banyan.people.models import Person
from banyan.trail import actions as trail
from matchmaker.outcome import Pair
from matchmaker.problem import Problem
from matchmaker.rules import InvalidProblem
from matchmaker.weighing import Weighing

TRIES = 5  # to number a round that somebody else numbers at the same moment


@transaction.atomic
def rematch(pair: Mentorship, mentor: Person, *, by: Viewer, seen: str | None = None) -> Proposal:
    """End a pair without blame and propose this mentor to its teacher, all or nothing: by the rules
    of a round, kept as a round of one teacher, so that the two see why and it can be looked at
    again. `seen` is the state of the pair that was looked at.

    Raises Stale when another coordinator was faster, and Refused, with the rule in words, for a
    mentor who has no seat any more or whom a rule keeps from this teacher.
    """
    if seen is not None and seen != pair.status:
        raise Stale(str(MENTORSHIP.moved_on))
    REMATCHING_RIGHTS.decide(by, pair, "find").or_refuse()
    problem = hers(pair, snapshot.leaving(by, pair).problem)
    if problem is None:
        raise Refused(denied(_("%(name)s cannot be matched now.") % {"name": pair.mentee}))
    asked, found = _chosen(problem, pair, mentor)
    wanted = Wanted(mentor, pair.mentee, pair.school, problem.teachers[0].domains)
    mentoring.make_way(pair, by=by)
    (made,) = mentoring.propose_all(
        [wanted], pair.cohort, by=by, blueprint_form=pair.blueprint_form
    )
    made.decision.or_refuse()
    mentoring.settle_asked(pair, by=by)
    round_ = _round_of_one(pair, asked, found, by)
    Wish.objects.create(
        round=round_, teacher=pair.mentee, mentor=mentor, kind=WishKind.PIN, made_by_id=by.person_id
    )
    return Proposal.objects.create(
        round=round_,
        teacher=pair.mentee,
        school=pair.school,
        mentor=mentor,
        score=found.score,
        reasons=stored(found.fits, "for") + stored(found.misses, "against"),
        mentorship=made.mentorship,
    )


def _chosen(problem: Problem, pair: Mentorship, mentor: Person) -> tuple[Problem, Pair]:
    """The same with the choice laid down as a pin, and the pair weighed. A pin that breaks a rule
    or finds no seat is refused in words."""
    ids = str(pair.mentee_id), str(mentor.pk)
    asked = replace(problem, pins=frozenset({ids}))
    try:
        return asked, Weighing(asked).pair(*ids)
    except InvalidProblem as invalid:
        names = dict(zip(ids, (pair.mentee.name, mentor.name), strict=True))
        lines = reason_lines(stored(invalid.faults, "against"), blueprint_of(pair.cohort), names)
        raise Refused(denied(" ".join(line.text for line in lines))) from invalid


def _round_of_one(pair: Mentorship, problem: Problem, found: Pair, by: Viewer) -> Round:
    numbered = Round.objects.filter(cohort=pair.cohort)
    for _attempt in range(TRIES):
        last = numbered.aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                round_ = Round.objects.create(
                    cohort=pair.cohort,
                    number=last + 1,
                    of_one=True,
                    status=RoundStatus.PUBLISHED,
                    blueprint_form=pair.blueprint_form,
                    objective=problem.criteria.objective,
                    opened_by_id=by.person_id,
                    opened_at=by.now,
                    computed_at=by.now,
                    published_at=by.now,
                    published_by_id=by.person_id,
                    problem=json.loads(problem.to_json()),
                    summary=_summary(problem, found),
                    computed_version=0,
                )
        except IntegrityError:  # somebody else has taken this number meanwhile
            continue
        trail.record(
            verb="round.rematch",
            subject=trail.subject_of(round_),
            scope=pair.cohort.programme.organisation.path or "",
            by=by,
        )
        return round_
    raise Stale(_("Somebody else proposes these pairs right now. Please try again."))


def _summary(problem: Problem, found: Pair) -> dict[str, object]:
    """What the pages of a round say of it. No proof: the choice was made by hand."""
    seats = sum(mentor.capacity for mentor in problem.mentors)
    return {
        "teachers": 1,
        "matched": 1,
        "unmatched": 0,
        "barred": [],
        "weak": int(found.score < WEAK_BELOW),
        "mean": found.score,
        "mentors": len(problem.mentors),
        "seats": seats,
        "free": seats - 1,
        "published": 1,
        "skipped": 0,
    }
