"""Pairs from scores that were made elsewhere: `banyan match --scores`.

One file says how well each possible pair fits (`teacher_id`, `mentor_id`, `score`: what is not
there is not possible), another how many teachers each mentor takes (`id`, `capacity`). Scores are
numbers of any scale, the higher the better; the highest total wins.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

import numpy as np

from matchmaker.auction import LARGEST, NOBODY, Answer, Pairs, auction
from matchmaker.files import Findings, read_count, read_table
from matchmaker.outcome import Reason
from matchmaker.words import sentence

MOST = LARGEST // 10**6  # the largest score, with all the digits after the point that it may have
PLACES = 6  # digits after the point that are told apart
MOST_FAULTS = 100  # a file of the wrong kind is wrong in every one of a million rows

# What there is to say of scores alone.
CHOICE = "By score this is choice {} of {}."
BELOW = "Every possible mentor has a score below nothing. Such mentors: {}."

EDGES = ("teacher_id", "mentor_id", "score")
SEATS = ("id", "capacity")


@dataclass(frozen=True, slots=True)
class Scored:
    """What the two files say: ids in their own order, whatever that of the rows, and the possible
    pairs.

    `scores` are as they were written, in the order of `pairs`; a point of `pairs` is `unit`.
    `rows` are the places of the teachers in the order of their first rows.
    """

    teachers: tuple[str, ...]
    mentors: tuple[str, ...]
    rows: tuple[int, ...]
    pairs: Pairs
    scores: tuple[str, ...]
    unit: Decimal


def read_scored(scores: Path, capacities: Path, findings: Findings) -> Scored:
    """Read both files; with what is wrong in `findings`, there is nothing to match."""
    before = len(findings.faults)
    seats = _seats(capacities, findings)
    found: dict[tuple[str, str], tuple[int, Decimal, str]] = {}
    for number, cell_of in read_table(scores, EDGES, EDGES, findings):
        if len(findings.faults) - before > MOST_FAULTS:
            findings.fault(scores, number, "", "There are more faults.", "Mend these first.")
            break
        fault = partial(findings.fault, scores, number)
        teacher, mentor, written = (cell_of[name] for name in EDGES)
        for name in EDGES:
            if not cell_of[name]:
                fault(name, "The cell is empty.", "Write one.")
        if mentor and seats and mentor not in seats:
            cure = f"Add her to {capacities.name}, or leave the row out."
            fault("mentor_id", f'No mentor has the id "{mentor}".', cure)
        points = _points(written, fault) if written else None
        if teacher and points is not None and mentor in seats:
            earlier, *_ = found.setdefault((teacher, mentor), (number, points, written))
            if earlier != number:
                fault("mentor_id", f"This pair is already in row {earlier}.", "Keep one of them.")
    if len(findings.faults) > before:
        found, seats = {}, {}
    return _scored(
        seats, {pair: (points, as_written) for pair, (_, points, as_written) in found.items()}
    )


def _seats(capacities: Path, findings: Findings) -> dict[str, int]:
    """Seats by mentor, in the order of the file."""
    seats: dict[str, int] = {}
    rows_of: dict[str, int] = {}
    for number, cell_of in read_table(capacities, SEATS, SEATS, findings):
        fault = partial(findings.fault, capacities, number)
        mentor = cell_of["id"]
        if not mentor:
            fault("id", "The cell is empty.", "Write one.")
        elif (earlier := rows_of.setdefault(mentor, number)) != number:
            fault("id", f'"{mentor}" is already in row {earlier}.', "Give each its own id.")
        if not cell_of["capacity"]:
            fault("capacity", "The cell is empty.", "Write one.")
        else:
            seats[mentor] = read_count("capacity", cell_of["capacity"], fault) or 0
    return seats


def _points(written: str, fault: Callable[[str, str, str], None]) -> Decimal | None:
    try:
        points = Decimal("nan" if "_" in written else written)  # as no spreadsheet writes it
    except InvalidOperation:
        points = Decimal("nan")
    if not points.is_finite():
        fault("score", f'"{written}" is not a number.', "Write a number such as 7 or 0.82.")
    elif points.copy_abs() > MOST:  # `abs` would overflow
        fault("score", f'"{written}" is too large.', f"Write at most {MOST}.")
    elif points != round(points, PLACES):
        fault("score", f'"{written}" is too fine.', f"Round it to {PLACES} digits after the point.")
    else:
        return points
    return None


def _scored(seats: dict[str, int], found: dict[tuple[str, str], tuple[Decimal, str]]) -> Scored:
    """Pairs by teacher, and hers by mentor, both in the order of ids."""
    mentors = tuple(sorted(seats))
    shown = tuple(dict.fromkeys(teacher for teacher, _ in found))
    teachers = tuple(sorted(shown))
    row = {teacher: place for place, teacher in enumerate(teachers)}
    column = {mentor: place for place, mentor in enumerate(mentors)}
    digits = (-int(points.normalize().as_tuple().exponent) for points, _ in found.values())
    unit = Decimal(1).scaleb(-max(0, max(digits, default=0)))
    ordered = sorted(found.items())
    counts = np.bincount(
        np.array([row[teacher] for (teacher, _), _ in ordered], dtype=np.int64),
        minlength=len(teachers),
    )
    pairs = Pairs(
        starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)]),
        mentors=np.array([column[mentor] for (_, mentor), _ in ordered], dtype=np.int64),
        points=np.array([int(points / unit) for _, (points, _) in ordered], dtype=np.int64),
        capacities=np.array([seats[mentor] for mentor in mentors], dtype=np.int64),
    )
    return Scored(
        teachers=teachers,
        mentors=mentors,
        rows=tuple(row[teacher] for teacher in shown),
        pairs=pairs,
        scores=tuple(written for _, (_, written) in ordered),
        unit=unit,
    )


def table(scored: Scored, answer: Answer) -> Iterator[tuple[str, str, str, str]]:
    """A row a teacher: her mentor with the score as it was written and which choice this was; or
    what stood in the way."""
    pairs = scored.pairs
    for row in scored.rows:
        teacher = scored.teachers[row]
        mine = slice(int(pairs.starts[row]), int(pairs.starts[row + 1]))
        points = pairs.points[mine]
        at = int(answer.chosen[row])
        if at == NOBODY:
            worth = points >= 0
            possible = pairs.mentors[mine][worth]
            free = int(pairs.capacities[possible].sum())
            full = Reason("all_full", {"mentors": len(possible), "seats": free})
            yield teacher, "", "", sentence(full) if len(possible) else BELOW.format(len(points))
        else:
            better = int((points > pairs.points[at]).sum())
            mentor = scored.mentors[int(pairs.mentors[at])]
            said = CHOICE.format(better + 1, len(points))
            yield teacher, mentor, scored.scores[at], said


def solve_scored(scored: Scored, *, exact: bool) -> Answer:
    """The pairs of the highest total: proven within a thousandth, or `exact`."""
    return auction(scored.pairs, mille=0 if exact else 1)
