"""What it would change to put two people together by hand: the price of a move."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.matching.models import Proposal, Round
from banyan.matching.queries.advice import names_of
from banyan.matching.queries.proof import percent_of
from banyan.matching.queries.reasons import Score, reason_lines, score_of, stored
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.ui.words import number
from matchmaker.changes import Difference, pin, what_if
from matchmaker.problem import USUAL, Problem
from matchmaker.rules import InvalidProblem
from matchmaker.solving import TABLE, Answered, resumed
from matchmaker.weighing import Weighing

# Pairs up to which a page says the price of ten moves by the usual aim at once, in about a tenth of
# a second; by other aims, and of more pairs, it says the price of the one that is asked for.
QUICK = 50_000
Naming = Callable[[Collection[str]], Mapping[str, str]]  # of people by their ids as text


@dataclass(frozen=True, slots=True)
class Moved:
    """Another teacher whose mentor would be somebody else, or nobody."""

    teacher: str
    before: str
    after: str
    score_before: Score | None
    score_after: Score | None


@dataclass(frozen=True, slots=True)
class Price:
    """What would change, in sentences; whether it can be at all; and the others who would move,
    with whoever would lose a mentor first."""

    sentences: tuple[str, ...]
    possible: bool = True
    moves: tuple[Moved, ...] = ()


def is_quick(problem: Problem) -> bool:
    pairs = len(problem.teachers) * len(problem.mentors)
    return problem.criteria.objective == USUAL and pairs <= QUICK


def is_priced(round_: Round) -> bool:
    """Not where people rank: what a move costs would tell how they did."""
    return round_.lists_opened_at is None and round_.heeds_id is None


def pairs_of(round_: Round) -> list[tuple[int, int]]:
    """Teacher and mentor of each pair that the round found; one query."""
    rows = Proposal.objects.filter(round=round_, mentor__isnull=False)
    return [
        (teacher, mentor)
        for teacher, mentor in rows.values_list("teacher_id", "mentor_id")
        if mentor is not None
    ]


def answered(weighing: Weighing, pairs: Iterable[tuple[int, int]]) -> Answered:
    """The answer that these pairs are, to be changed in thought."""
    return resumed(weighing, [(str(teacher), str(mentor)) for teacher, mentor in pairs])


def price_of(round_: Round, problem: Problem, teacher: Person, mentor: Person) -> Price | None:
    """What would change if these two were put together, with the names of those who would move.

    None where that is not known: of people who are not in the problem, of so many that no answer
    is exact, and where people rank. Two queries.
    """
    if not is_priced(round_):
        return None
    ids = str(teacher.pk), str(mentor.pk)
    there = {one.id for one in problem.teachers}, {one.id for one in problem.mentors}
    if len(problem.teachers) * len(problem.mentors) > TABLE:
        return None
    if ids[0] not in there[0] or ids[1] not in there[1]:
        return None
    found = answered(Weighing(problem), pairs_of(round_))
    return move_price(found, round_.cohort, teacher, mentor, naming=names_of)


def move_price(
    found: Answered,
    cohort: Cohort,
    teacher: Person,
    mentor: Person,
    *,
    naming: Naming | None = None,
    unchanged: str = "",
) -> Price:
    """What would change in this answer for a cohort; the others who would move
    are told where there is `naming` for them. `unchanged` is said of
    two whom the answer has together, where they are not so yet."""
    ids = str(teacher.pk), str(mentor.pk)
    try:
        difference = what_if(found, pin(*ids))
    except InvalidProblem as invalid:
        names = dict(zip(ids, (teacher.name, mentor.name), strict=True))
        faults = stored(invalid.faults, "against")
        lines = reason_lines(faults, blueprint_of(cohort), names)
        return Price(tuple(line.text for line in lines), possible=False)
    return Price(
        tuple(_sentences(difference, ids[0], unchanged)),
        moves=_moves(difference, ids[0], naming) if naming else (),
    )


def _sentences(difference: Difference, teacher_id: str, unchanged: str) -> Iterable[str]:
    others = [move for move in difference.moves if move.teacher_id != teacher_id]
    if not difference.moves and difference.before == difference.after:
        yield unchanged or _("This changes nothing: the two are together already.")
        return
    if lost := sum(move.after is None for move in others):
        yield ngettext(
            "%(count)s other teacher would be without a mentor.",
            "%(count)s other teachers would be without a mentor.",
            lost,
        ) % {"count": number(lost)}
    if won := sum(move.before is None for move in others):
        yield ngettext(
            "%(count)s other teacher without a mentor would have one.",
            "%(count)s other teachers without a mentor would have one.",
            won,
        ) % {"count": number(won)}
    if moved := len(others) - lost - won:
        yield ngettext(
            "%(count)s other teacher would have another mentor.",
            "%(count)s other teachers would have another mentor.",
            moved,
        ) % {"count": number(moved)}
    if not others:
        yield _("Nobody else would move.")
    if difference.total:
        percent = percent_of(abs(difference.total), difference.before.total)
        if difference.total < 0:
            yield _("The fit in all would be %(percent)s%% lower.") % {"percent": percent}
        else:
            yield _("The fit in all would be %(percent)s%% higher.") % {"percent": percent}
    else:
        yield _("The fit in all would stay the same.")


def _moves(difference: Difference, teacher_id: str, naming: Naming) -> tuple[Moved, ...]:
    others = [move for move in difference.moves if move.teacher_id != teacher_id]
    ids = {each for move in others for each in (move.teacher_id, move.before, move.after) if each}
    names = naming(ids)
    rows = [
        Moved(
            names[move.teacher_id],
            names[move.before] if move.before else "",
            names[move.after] if move.after else "",
            score_of(move.score_before),
            score_of(move.score_after),
        )
        for move in others
    ]
    return tuple(sorted(rows, key=lambda row: (bool(row.after), row.teacher)))
