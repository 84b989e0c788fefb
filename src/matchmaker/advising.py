"""What would change an answer for very many people: the same that `relaxing` says of a few.

Every teacher without a mentor is told, and nobody is left out or drawn by lot: chains of moves are
looked for from all free seats at once, among kinds of people (`doors`), once for the rules as they
are and once for each rule that could be given up. What one more seat would bring in points is not
told: the prices of an auction are near the best, and not the best to the point.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial

import numpy as np

from matchmaker import chains
from matchmaker.auction import NOBODY
from matchmaker.blocking import Block
from matchmaker.doors import FAR, Chains, Doors, Ways
from matchmaker.kinds import where
from matchmaker.outcome import Param, Reason
from matchmaker.pool import Booleans, Integers, Pool, plain
from matchmaker.recruiting import Kind, looked_for
from matchmaker.relaxing import RULED, newcomer, of_newcomers
from matchmaker.rules import RULES
from matchmaker.solving import Progress, nowhere

_Found = tuple[tuple[int, int], Reason]  # how dear (moves, then kind), and what is told


class Advising:
    """What would change an answer: a column or `NOBODY` for each row of a pool.

    `wanted` has for whoever has no mentor the column of the best fit among those who may be hers,
    were they not full, or `NOBODY`. `parts` are people who can be paired with nobody else.
    """

    def __init__(
        self,
        pool: Pool,
        columns: Integers,
        wanted: Integers,
        parts: Sequence[Block],
        progress: Progress = nowhere,
    ) -> None:
        self.pool, self.columns, self.wanted, self.progress = pool, columns, wanted, progress
        self.doors = Doors(pool, parts)
        self.alone = np.flatnonzero(columns == NOBODY)
        self.pinned: Booleans = np.zeros(len(columns), dtype=np.bool_)
        for teacher_id, _ in pool.problem.pins:
            self.pinned[pool.row[teacher_id]] = True
        taken = columns[columns != NOBODY]
        self.room = pool.capacities - np.bincount(taken, minlength=len(pool.mentors))
        movers = np.flatnonzero((columns != NOBODY) & ~self.pinned)
        homes = self.doors.mentors[columns[movers]]
        self.chains = Chains(self.doors, self.doors.teachers[movers], homes)
        free = np.full(len(self.doors.sizes), FAR)
        free[self.doors.mentors[self.room > 0]] = 0
        self._free = free
        self._suited: dict[Kind, Booleans] = {}
        self.now = self.chains.to(free)

    def of_teachers(self) -> dict[int, tuple[Reason, ...]]:
        """The relaxations of each row without a mentor, those with the fewest moves first."""
        if not len(self.alone):
            return {}
        kinds = np.unique(self.doors.teachers[self.alone])
        found: dict[int, list[_Found]] = {kind: [] for kind in kinds.tolist()}
        steps = [self._without_rules, self._with_years, self._with_pins, self._with_forbidden]
        for done, step in enumerate(steps):
            self.progress("advise", done, len(steps) + 1)
            step(found)
        counts = dict(zip(kinds.tolist(), self.chains.leading(kinds).tolist(), strict=True))
        self.progress("advise", len(steps) + 1, len(steps) + 1)
        known: dict[tuple[int, int], tuple[Reason, ...]] = {}
        seats: dict[tuple[int, int], _Found] = {}
        told: dict[int, tuple[Reason, ...]] = {}
        for row in self.alone.tolist():
            kind, mentor = int(self.doors.teachers[row]), int(self.wanted[row])
            if (kind, mentor) not in known:
                mine = found[kind]
                if self.now.teachers[kind] < FAR:
                    moves = int(self.now.teachers[kind])
                    mine = [((moves, 0), Reason("placed_by_most_matched", {"moves": moves}))]
                elif mentor != NOBODY:
                    key = mentor, counts[kind]
                    mine = [*mine, seats.setdefault(key, self._seat(*key))]
                known[kind, mentor] = tuple(
                    reason for _, reason in sorted(mine, key=lambda each: each[0])
                )
            told[row] = known[kind, mentor]
        return told

    def _seat(self, mentor: int, mentors: int) -> _Found:
        told: dict[str, Param] = {
            "mentor": self.pool.mentors[mentor].id,
            "moves": 0,
            "mentors": mentors,
        }
        return (0, 1), Reason("relax_seat", told)

    def _helped(
        self,
        found: dict[int, list[_Found]],
        ways: Ways,
        place: int,
        reason: Callable[[int, int], Reason],
    ) -> list[int]:
        """Tell each kind of teachers who have no mentor now, and would have one by these ways."""
        told: dict[tuple[int, int], _Found] = {}
        helped = [kind for kind in found if ways.teachers[kind] < FAR]
        for kind in helped:
            key = int(ways.teachers[kind]), int(ways.labels[kind])
            told.setdefault(key, ((key[0], place), reason(*key)))
            found[kind].append(told[key])
        return helped

    def _without_rules(self, found: dict[int, list[_Found]]) -> None:
        for place, (name, code) in enumerate(RULED.items()):
            if code in self.doors.rules:
                ways = self.chains.to(self._free, given=self.doors.without(code))
                code = f"relax_{name}"
                self._helped(found, ways, 4 + place, _moving(code))

    def _with_years(self, found: dict[int, list[_Found]]) -> None:
        """The highest minimum of years below the present one that would do."""
        left = dict(found)
        minimum = self.pool.criteria.minimum_years
        for years in self.doors.years:
            if left:
                ways = self.chains.to(self._free, given=self.doors.with_years(years))
                told: dict[str, Param] = {"years": years, "minimum": minimum}
                for kind in self._helped(left, ways, 3, _moving("relax_years", told)):
                    del left[kind]

    def _with_forbidden(self, found: dict[int, list[_Found]]) -> None:
        """One pair allowed that the coordinator ruled out."""
        begin = np.full(len(self.doors.sizes), FAR)
        labels = begin.copy()
        pairs = [
            (self.pool.row[teacher_id], self.pool.column[mentor_id])
            for teacher_id, mentor_id in sorted(self.pool.problem.forbidden)
            if teacher_id in self.pool.row and mentor_id in self.pool.column
        ]
        own: dict[int, tuple[int, int]] = {}  # the best of the pairs of a kind that has no mentor
        for label, (row, column) in enumerate(pairs):
            onward = int(self.now.mentors[self.doors.mentors[column]])
            if onward == FAR or not self.doors.but_for_wishes(row, column):
                continue
            if self.columns[row] == NOBODY:
                kind = int(self.doors.teachers[row])
                own[kind] = min(own.get(kind, (FAR, FAR)), (onward, label))
            elif not self.pinned[row]:
                _begin(begin, labels, self._home(row), onward + 1, label)
        ways = self.chains.to(begin, labels)
        for kind, best in own.items():
            if best < (int(ways.teachers[kind]), int(ways.labels[kind])):
                ways.teachers[kind], ways.labels[kind] = best
        self._helped(found, ways, 0, self._wished("relax_forbidden", pairs))

    def _with_pins(self, found: dict[int, list[_Found]]) -> None:
        """One pair no longer set."""
        begin = np.full(len(self.doors.sizes), FAR)
        labels = begin.copy()
        pairs = [
            (self.pool.row[teacher_id], self.pool.column[mentor_id])
            for teacher_id, mentor_id in sorted(self.pool.problem.pins)
        ]
        for label, (row, _) in enumerate(pairs):
            onward = int(self.now.teachers[self.doors.teachers[row]])
            if onward < FAR:
                _begin(begin, labels, self._home(row), onward + 1, label)
        ways = self.chains.to(begin, labels)
        self._helped(found, ways, 2, self._wished("relax_pin", pairs))

    def _home(self, row: int) -> int:
        return int(self.doors.mentors[self.columns[row]])

    def _wished(self, code: str, pairs: list[tuple[int, int]]) -> Callable[[int, int], Reason]:
        def reason(moves: int, label: int) -> Reason:
            row, column = pairs[label]
            ids = {"teacher": self.pool.teachers[row].id, "mentor": self.pool.mentors[column].id}
            return Reason(code, {**ids, "moves": moves})

        return reason

    def of_mentors(self, better: Integers) -> list[tuple[Reason, ...]]:
        """Why each mentor has free seats, nothing where she has none; of those whom she could have
        and has not, so many fit `better` with her than where they are."""
        free = np.flatnonzero(self.room > 0)
        some = self.doors.bits(self.doors.mentors[free])
        totals = np.zeros(len(some) * chains.BITS, dtype=np.int64)
        numbers = np.bincount(self.doors.teachers, minlength=len(self.doors.doors.at))
        chains.counted(self.doors.doors, numbers, some, totals)
        taken = self.pool.capacities - self.room
        told: list[tuple[Reason, ...]] = [() for _ in self.room]
        nobody: dict[int, tuple[Reason, ...]] = {}
        for column in free.tolist():
            kind = int(self.doors.mentors[column])
            possible = int(totals[kind] - taken[column])
            if not totals[kind]:
                if kind not in nobody:
                    counts = self.doors.broken(column)
                    counted = (Reason(f"count_{code}", {"count": n}) for code, n in counts)
                    nobody[kind] = Reason("mentor_nobody_possible"), *counted
                told[column] = nobody[kind]
            elif not possible:
                told[column] = (Reason("mentor_has_all_possible"),)
            else:
                given: dict[str, Param] = {"possible": possible, "better": int(better[column])}
                told[column] = (Reason("mentor_others_chosen", given),)
        return told

    def recruits(self) -> tuple[Reason, ...]:
        """The new mentors to look for next (`Relaxing.recruits`)."""
        alone = (self.pool.teachers[row] for row in self.alone.tolist())
        step = partial(self.progress, "recruit")
        return looked_for(alone, self.pool.capacities, self._placed, step)

    def _placed(self, kinds: Sequence[Kind]) -> int:
        fitting = np.zeros(len(self.columns), dtype=np.bool_)
        for kind in kinds:
            if kind not in self._suited:
                self._suited[kind] = self._fitting(*kind)
            fitting |= self._suited[kind]
        return self._most(fitting) - self._most_now

    @cached_property
    def _most_now(self) -> int:
        return self._most(np.zeros(len(self.columns), dtype=np.bool_))

    def _fitting(self, domain: str, language: str, hour: str) -> Booleans:
        """Which teachers a new mentor of this kind would suit."""
        pool = self.pool
        fitting: Booleans = np.ones(len(self.columns), dtype=np.bool_)
        criteria = of_newcomers(pool.criteria)
        mentors = (newcomer(domain, language, hour, criteria),)
        for rule in RULES:
            if rule.broken is not None and rule.on(criteria):
                kinds = pool.teacher_kinds(rule.compares)
                firsts = tuple(pool.teachers[row] for row in kinds.firsts.tolist())
                few = Pool(replace(pool.problem, teachers=firsts, mentors=mentors))
                shut = np.zeros(len(firsts), dtype=np.bool_)
                shut[few.given_as] = rule.broken(few)[:, 0]
                fitting &= ~shut[kinds.of]
        for name, wish in (("domains", domain), ("languages", language), ("hours", hour)):
            if wish:
                fitting &= where(pool.teachers, name, partial(_has, plain(wish)))
        return fitting

    def _most(self, fitting: Booleans) -> int:
        """How many teachers can be matched with one mentor more, who takes all whom she suits: all
        of these are hers, as that leaves the more seats to the others."""
        here = np.flatnonzero(~self.pinned & ~fitting)
        kinds, columns = self.doors.teachers[here], self.columns[here]
        homes = columns.copy()
        homes[columns != NOBODY] = self.doors.mentors[columns[columns != NOBODY]]
        seats = self.pool.capacities.copy()
        held = self.columns[self.pinned]
        seats -= np.bincount(held, minlength=len(seats))
        free = np.bincount(self.doors.mentors, seats, len(self.doors.sizes)).astype(np.int64)
        free -= np.bincount(homes[homes != NOBODY], minlength=len(free))
        matched = int((homes != NOBODY).sum()) + int((fitting & ~self.pinned).sum())
        while more := self._seated(kinds, homes, free):
            matched += more
        return matched

    def _seated(self, kinds: Integers, homes: Integers, free: Integers) -> int:
        """Give further teachers a seat, as many as there is a way for at once."""
        there = homes != NOBODY
        begin = np.where(free > 0, 0, FAR)
        ways = Chains(self.doors, kinds[there], homes[there]).to(begin)
        alone = np.flatnonzero(~there & (ways.teachers[kinds] < FAR))
        if not len(alone):
            return 0
        reached = np.unique(ways.mentors[ways.mentors < FAR])  # no number of moves is left out
        levels = np.stack([self.doors.bits(np.flatnonzero(ways.mentors == at)) for at in reached])
        dist = np.where(ways.teachers < FAR, ways.teachers, NOBODY)
        order = np.argsort(homes, kind="stable")
        starts = np.searchsorted(homes[order], np.arange(len(free) + 1))
        return int(
            chains.seated(self.doors.doors, kinds, homes, free, levels, dist, order, starts, alone)
        )


def _has(wish: str, values: tuple[str, ...]) -> bool:
    return wish in map(plain, values)


def _moving(code: str, told: dict[str, Param] | None = None) -> Callable[[int, int], Reason]:
    return lambda moves, _: Reason(code, {**(told or {}), "moves": moves})


def _begin(begin: Integers, labels: Integers, at: int, moves: int, label: int) -> None:
    """One beginning more, if none here has as few moves."""
    if moves < begin[at]:
        begin[at], labels[at] = moves, label
