"""Who could be the next mentor of a teacher who leaves a pair: the best by the rules and weights of
a round, each with what the choice would cost those who wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from banyan.matching.queries.prices import Price, is_quick, move_price
from banyan.matching.queries.reasons import (
    Lines,
    Score,
    Telling,
    in_brief,
    reason_lines,
    score_of,
    stored,
)
from banyan.matching.states import BARS
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.people.models import Person
from banyan.programmes.states import Bar
from matchmaker.problem import Problem
from matchmaker.solving import TABLE, Answered
from matchmaker.weighing import Weighing

MOST = 5  # mentors to choose from: more is no choice but a list


@dataclass(frozen=True, slots=True)
class Choice:
    """A mentor with a free seat whom no rule takes from this teacher."""

    mentor: Person
    score: Score
    lines: Lines
    free: int
    price: tuple[str, ...]  # of giving her this teacher; nothing where it is asked for one by one

    @property
    def brief(self) -> Lines:
        return in_brief(self.lines)[0]

    @property
    def more(self) -> Lines:
        return in_brief(self.lines)[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """The best there are, the best first; where there is nobody, what stands in the way."""

    choices: tuple[Choice, ...]
    hindrance: tuple[str, ...]
    others: int  # teachers who wait in this cohort, too


def hers(pair: Mentorship, problem: Problem) -> Problem | None:
    """Of a problem in which she stands beside those who wait, that of this teacher alone; None
    where she may not be matched now."""
    ids = str(pair.mentee_id)
    mine = tuple(each for each in problem.teachers if each.id == ids)
    if not mine:
        return None
    apart = {two: why for two, why in problem.prohibited.items() if two[0] == ids}
    return replace(problem, teachers=mine, prohibited=apart)


def finding(
    pair: Mentorship, problem: Problem, barred: Mapping[int, Bar], people: Mapping[int, Person]
) -> Finding:
    """The mentors who fit best, of those with a free seat. `barred` says what keeps teachers from
    being matched who are not in the problem; `people` are those who are."""
    alone = hers(pair, problem)
    others = sum(each.id != str(pair.mentee_id) for each in problem.teachers)
    if alone is None:
        return Finding((), (_not_to_match(pair, barred),), others)
    weighing = Weighing(alone)
    seats = {mentor.id: mentor.capacity for mentor in alone.mentors}
    best = [one for one in weighing.candidates(str(pair.mentee_id)) if seats[one.mentor_id]][:MOST]
    if not best:
        return Finding((), _hindrance(pair, weighing), others)
    prices = _prices(pair, problem, [people[int(one.mentor_id)] for one in best])
    telling = Telling(blueprint_of(pair.cohort))
    found = []
    for one in best:
        score = score_of(one.score)
        assert score is not None  # noqa: S101 - a pair has one
        lines = telling.lines(stored(one.fits, "for") + stored(one.misses, "against"))
        mentor = people[int(one.mentor_id)]
        free = seats[one.mentor_id]
        found.append(Choice(mentor, score, tuple(lines), free, prices.get(mentor.pk, ())))
    return Finding(tuple(found), (), others)


def price_of_choice(
    pair: Mentorship, problem: Problem, mentor: Person, people: Mapping[int, Person]
) -> Price | None:
    """What this choice would change for those who wait, with their names. None where that is not
    known: of people who are not in the problem, and of so many that no answer is exact."""
    there = {one.id for one in problem.mentors}
    if hers(pair, problem) is None or str(mentor.pk) not in there or not _countable(problem):
        return None
    now = Answered(Weighing(problem))

    def naming(ids: Collection[str]) -> Mapping[str, str]:
        return {each: people[int(each)].name for each in ids}

    return move_price(
        now, pair.cohort, pair.mentee, mentor, naming=naming, unchanged=_none_waits_longer()
    )


def _prices(
    pair: Mentorship, problem: Problem, mentors: Collection[Person]
) -> dict[int, tuple[str, ...]]:
    if not (is_quick(problem) and _countable(problem)):
        return {}
    now = Answered(Weighing(problem))
    return {
        mentor.pk: move_price(
            now, pair.cohort, pair.mentee, mentor, unchanged=_none_waits_longer()
        ).sentences
        for mentor in mentors
    }


def _none_waits_longer() -> str:
    """Of the mentor whom the best answer for all who wait would give this teacher, too."""
    return _("The best answer for everybody would choose this mentor too: nobody waits longer.")


def _countable(problem: Problem) -> bool:
    return len(problem.teachers) * len(problem.mentors) <= TABLE


def _hindrance(pair: Mentorship, weighing: Weighing) -> tuple[str, ...]:
    reasons = stored(weighing.hindrance(str(pair.mentee_id)), "against")
    return tuple(line.text for line in reason_lines(reasons, blueprint_of(pair.cohort)))


def _not_to_match(pair: Mentorship, barred: Mapping[int, Bar]) -> str:
    if (bar := barred.get(pair.mentee_id)) is not None:
        return str(BARS[bar])
    return _("%(name)s is not enrolled in this cohort from this school.") % {"name": pair.mentee}
