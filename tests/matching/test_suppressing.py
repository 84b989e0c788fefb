"""What can be worked out of everything that is told of a round: of no small group a number.

The other side is played by a solver for whole numbers: from the cells that are published, and
nothing else, it looks for people among whom a number that is not told would be another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.matching.queries.audit import Asked, Table, table_of
from banyan.matching.queries.lots import TOGETHER, Share, shares_told
from banyan.matching.queries.suppressing import NOT_GIVEN, Tally, told_of

TYPES, LANGUAGES, SUBJECTS = "abc", "hto", "xyz"
NAMES = {code: code for code in [*TYPES, *LANGUAGES, *SUBJECTS]}
UNSAID = "Not given"


@dataclass(frozen=True)
class Somebody:
    """A teacher of the round; `by_lot`: on the list for lots, and so first by them."""

    type: str
    language: str
    subjects: frozenset[str]
    matched: bool
    by_lot: bool = True


SAID = [frozenset(each) for n in range(4) for each in combinations(SUBJECTS, n)]
# Everybody there could be, as the solver sees them.
KINDS = [
    Somebody(*each, by_lot)
    for each in product(TYPES, ["", *LANGUAGES], SAID, [True, False])
    for by_lot in (True, False)
]
# Many of a few kinds, and a few of all: there groups are small and large.
rare = st.sampled_from(KINDS)
common = st.lists(st.tuples(rare, st.integers(1, 9)), min_size=1, max_size=6)
crowds = st.builds(
    lambda many, few: [*chain.from_iterable([kind] * count for kind, count in many), *few],
    common,
    st.lists(rare, max_size=5),
)


def tables(people: Sequence[Somebody], fewest: int, lots: Sequence[Share] = ()) -> list[Table]:
    """By type, by language and by subject, from the code that the page is made of."""
    scores = {str(pk): 7000 if each.matched else None for pk, each in enumerate(people)}
    told = {each.group for each in shares_told(lots, fewest)}
    by_lot = {each.group: each.first if each.group in told else None for each in lots}
    asked = [
        Asked("type", NAMES, {str(pk): [each.type] for pk, each in enumerate(people)},
              by_lot if told else None),
        Asked("language", NAMES, {
            str(pk): [each.language] if each.language else [] for pk, each in enumerate(people)
        }),
        Asked("subjects", NAMES, {str(pk): sorted(x.subjects) for pk, x in enumerate(people)}),
    ]  # fmt: skip
    return [table_of(each, scores, fewest) for each in asked]


def codes_of(kind: Somebody, title: str) -> set[str]:
    said = {"type": {kind.type}, "language": {kind.language}, "subjects": set(kind.subjects)}
    return {code or UNSAID for code in said[title]} or {UNSAID}


@dataclass
class Solver:
    """How many there are of each kind, as far as what is told determines it."""

    rows: list[np.ndarray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def told(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def end(self, row: np.ndarray, sign: int) -> int:
        """The least (1) or the largest (-1) that a sum can be."""
        told = LinearConstraint(np.array(self.rows), self.low, self.high)
        found = milp(
            sign * row, constraints=told, integrality=np.ones(len(row)), bounds=Bounds(0, np.inf)
        )
        assert found.success, found.message
        return round(sign * found.fun)

    def is_one(self, row: np.ndarray, truth: int) -> bool:
        """Whether a sum can be nothing else than it is."""
        return self.end(row, 1) == truth == self.end(row, -1)


def rows_of(title: str, name: str) -> Iterator[np.ndarray]:
    """Everybody of a group, those with a mentor, those without one."""
    for wanted in ((True, False), (True,), (False,)):
        yield np.array([float(name in codes_of(k, title) and k.matched in wanted) for k in KINDS])


def everything_told(
    people: Sequence[Somebody], found: Sequence[Table], lots: Sequence[Share]
) -> Solver:
    """All cells of the tables, the line of everybody, and the numbers of lots of these people."""
    solver, many = Solver(), len(people)
    matched = sum(each.matched for each in people)
    column = np.array([float(kind.matched) for kind in KINDS])
    solver.told(column, matched, matched)
    solver.told(1 - column, many - matched, many - matched)
    for table in found:
        named = {group.name for group in table.groups}
        sizes = [len(codes_of(kind, table.title)) for kind in KINDS]
        if not table.several:
            solver.told(np.array([float(size > 1) for size in sizes]), 0, 0)
        else:
            solver.told(np.array(sizes, dtype=float), many + 1, np.inf)
        if named:  # nobody is in a group that is not named
            away = [not codes_of(kind, table.title) <= named for kind in KINDS]
            solver.told(np.array(away, dtype=float), 0, 0)
        for group in table.groups:
            of, with_, _without = rows_of(table.title, group.name)
            if group.teachers is None:
                solver.told(of, 1, np.inf)
            else:
                assert group.matched is not None
                solver.told(of, group.teachers, group.teachers)
                solver.told(with_, group.matched, group.matched)
    alone = {each.group for each in lots}
    for each in lots:
        group = set(TYPES) - alone if each.group == TOGETHER else {each.group}
        here = [float(kind.by_lot and kind.type in group) for kind in KINDS]
        solver.told(np.array(here), each.first, each.first)
    return solver


def worked_out(
    people: Sequence[Somebody], found: Sequence[Table], lots: Sequence[Share] = ()
) -> list[tuple[str, str, int]]:
    """The numbers that are not told and can be nothing else than they are: table, group, column.

    Where nobody has a mentor, or everybody, the line of everybody says so of each group too. The
    numbers of a group that lots tell are told.
    """
    solver = everything_told(people, found, lots)
    mixed = len({each.matched for each in people}) == 2
    out = []
    for table in found:
        for group in table.groups:
            by_lot = table.title == "type" and any(each.group == group.name for each in lots)
            if group.teachers is not None:
                continue
            for column, row in enumerate(rows_of(table.title, group.name)):
                if (column and not mixed) or (not column and by_lot):
                    continue
                truth = sum(
                    group.name in codes_of(each, table.title)
                    and (not column or each.matched == (column == 1))
                    for each in people
                )
                if solver.is_one(row, truth):
                    out.append((table.title, group.name, column))
    return out


@settings(max_examples=30, deadline=None)
@given(crowds, st.integers(3, 5))
def test_no_number_that_is_not_told_can_be_worked_out(people: list[Somebody], fewest: int) -> None:
    assume(len(people) >= fewest)
    assert worked_out(people, tables(people, fewest)) == []


@settings(max_examples=30, deadline=None)
@given(crowds, st.dictionaries(st.sampled_from(TYPES), st.integers(0, 9)), st.integers(3, 5))
def test_nor_from_the_numbers_of_lots_beside_them(
    people: list[Somebody], waits: dict[str, int], fewest: int
) -> None:
    assume(len(people) >= fewest)
    first = [each.type for each in people if each.by_lot]
    shares = [
        Share(code, first.count(code) + waits.get(code, 0), first.count(code), waits.get(code, 0))
        for code in TYPES
        if first.count(code) + waits.get(code, 0)
    ]
    told = shares_told(shares, fewest)
    assert worked_out(people, tables(people, fewest, shares), told) == []


def everybody(**groups: tuple[int, int]) -> tuple[dict[str, Tally], Tally]:
    """Groups that nobody is in twice: people, and those with a mentor."""
    tallies = {code or NOT_GIVEN: Tally(*counts) for code, counts in groups.items()}
    return tallies, Tally(
        sum(one.people for one in tallies.values()), sum(one.matched for one in tallies.values())
    )


def test_the_solver_sees_what_subtraction_tells() -> None:
    """The control: with one group left out of a table, its number is found."""
    people = [
        Somebody(kind, "h", frozenset("x"), matched)
        for kind, count in (("a", 3), ("b", 9))
        for matched in ([True, False] * count)[:count]
    ]
    found = tables(people, 5)
    assert [table.groups for table in found[:1]] == [()]  # nothing told, and nobody named
    shown = tables(people, 3)
    (_a, b) = shown[0].groups
    loose = Table("type", (b.__class__("a", None, None, None, None), b), "", several=False)
    assert ("type", "a", 0) in worked_out(people, [loose])
    assert ("type", "a", 1) in worked_out(people, [loose])


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        # Five of one each would be known to the last one from their number and their names.
        ({"a": (1, 1), "b": (1, 0), "c": (1, 0), "d": (1, 1), "e": (1, 1), "f": (9, 4)}, set()),
        # Nobody of two small groups has a mentor, so a third one is not told either.
        ({"a": (2, 0), "b": (3, 0), "c": (6, 3), "d": (9, 4)}, {"d"}),
        ({"a": (2, 1), "b": (3, 2), "c": (6, 3), "d": (9, 4)}, {"c", "d"}),
        ({"a": (2, 2), "b": (3, 3), "c": (6, 3), "d": (9, 4)}, {"d"}),
        # Everybody has a mentor: the whole says so, and sizes stay hidden.
        ({"a": (2, 2), "b": (3, 3), "c": (6, 6)}, {"c"}),
        ({"a": (6, 3), "b": (9, 4)}, {"a", "b"}),
    ],
)
def test_groups_are_hidden_until_nothing_follows(
    groups: dict[str, tuple[int, int]], told: set[str]
) -> None:
    assert told_of(*everybody(**groups), fewest=5) == told


def test_what_lots_do_not_tell_is_not_told_beside_them() -> None:
    groups = {"a": (6, 3), "b": (7, 3), "c": (9, 4), "d": (12, 6)}
    tallies, whole = everybody(**groups)
    assert told_of(tallies, whole, 5) == {"a", "b", "c", "d"}
    same: dict[str, int | None] = {"a": None, "b": None, "c": 9, "d": 12}
    assert told_of(tallies, whole, 5, elsewhere=same) == {"c", "d"}
    one_more: dict[str, int | None] = {"a": None, "b": None, "c": 8, "d": 12}
    assert told_of(tallies, whole, 5, elsewhere=one_more) == {"d"}
