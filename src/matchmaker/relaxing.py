"""Why somebody has nobody, and the least that would change it.

A relaxation is one change (a seat, a rule, a wish of the coordinator) with which a teacher who has
no mentor, and everyone who has one now, could all have one. It is found by solving: chains along
which teachers move up, each to the mentor of the next, from the teacher to a free seat (augmenting
paths: C. Berge, "Two theorems in graph theory", 1957). No such chain, no such relaxation. The
shorter the chain, the fewer teachers get another mentor; the shortest come first. What was asked
for in confidence and who has power over whom is never up for change.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matchmaker import rules
from matchmaker.assignment import NOBODY
from matchmaker.outcome import Param, Reason, Worth
from matchmaker.pool import Booleans, Integers, Pool, plain
from matchmaker.problem import LANGUAGE_LEVELS, Criteria, Mentor
from matchmaker.recruiting import Kind, Step, looked_for, unseen
from matchmaker.weighing import Weighing

FAR = 2**31  # longer than any chain

# Optional rules, each with the criteria that do without it.
WITHOUT: dict[str, dict[str, object]] = {
    "shared_language": {"shared_language": False},
    "same_school": {"same_school": "allowed"},
    "language_level": {"language_level": ""},
    "shared_hours": {"shared_hours": 0},
    "shared_format": {"shared_format": False},
    "same_state": {"same_state": False},
    "shared_domain": {"shared_domain": False},
    "shared_stage": {"shared_stage": False},
}
# The rules that they switch off.
RULED: dict[str, str] = {
    "shared_language": "no_shared_language",
    "same_school": "same_school",
    "language_level": "below_language_level",
    "shared_hours": "too_few_hours",
    "shared_format": "no_shared_format",
    "same_state": "other_state",
    "shared_domain": "no_shared_domain",
    "shared_stage": "no_shared_stage",
}


@dataclass(frozen=True, slots=True)
class _Ways:
    """Chains in one table of allowed pairs: `direct[a, b]` where a teacher of mentor `a` could move
    to mentor `b`, and from each mentor the fewest moves to a free seat."""

    allowed: Booleans
    direct: Booleans
    to_free: Integers

    def moves(self, row: int) -> int:
        """The fewest others who move so that this row has a seat; `FAR` if none can."""
        return int(self.to_free[self.allowed[row]].min(initial=FAR))


class Relaxing:
    """What would change an answer: a column for every row, `pinned` those that are set.

    `prices` are those of the mentors' seats in an answer by the usual objective: what one seat more
    would bring to all together.
    """

    def __init__(
        self,
        weighing: Weighing,
        columns: Integers,
        pinned: Booleans,
        prices: Sequence[Worth] | None = None,
    ) -> None:
        self.weighing, self.pool, self.problem = weighing, weighing.pool, weighing.problem
        self.columns = columns
        self.matched = columns != NOBODY
        self.pinned = pinned
        self.prices = prices
        loads = np.bincount(columns[self.matched], minlength=len(self.pool.mentors))
        self.room: Booleans = loads < self.pool.capacities
        self._relaxed: dict[Criteria, _Ways] = {}
        self._suited: dict[Kind, Booleans] = {}

    def of_teacher(self, row: int) -> tuple[Reason, ...]:
        """The relaxations of a teacher who has no mentor, those with the fewest moves first."""
        if (moves := self._now.moves(row)) < FAR:
            return (Reason("placed_by_most_matched", {"moves": moves}),)
        found = [*self._seat(row), *self._rules(row), *self._years(row), *self._wishes(row)]
        return tuple(reason for _, reason in sorted(found, key=lambda each: each[0]))

    def of_mentor(self, column: int) -> tuple[Reason, ...]:
        """Why this mentor has free seats; nothing if she has none."""
        if not self.room[column]:
            return ()
        places = self.weighing.barriers[:, column]
        possible = (places < 0) & (self.columns != column)
        if not (places < 0).any():
            counts = Counter(rules.RULES[place].code for place in sorted(places.tolist()))
            counted = (Reason(f"count_{code}", {"count": n}) for code, n in counts.items())
            return (Reason("mentor_nobody_possible"), *counted)
        if not possible.any():
            return (Reason("mentor_has_all_possible"),)
        fits = np.full(len(self.columns), -1, dtype=np.int64)
        there = np.flatnonzero(self.matched)
        fits[there] = self.weighing.scores[there, self.columns[there]]
        better = possible & (self.weighing.scores[:, column] > fits)
        counts_of: dict[str, Param] = {"possible": int(possible.sum()), "better": int(better.sum())}
        return (Reason("mentor_others_chosen", counts_of),)

    def recruits(self, step: Step = unseen) -> tuple[Reason, ...]:
        """The new mentors to look for next (`recruiting`): what they should offer and speak and
        when they should be free, how many of each kind, and how many teachers they would place."""
        alone = (self.pool.teachers[row] for row in np.flatnonzero(~self.matched))
        return looked_for(alone, self.pool.capacities, self._placed, step)

    @cached_property
    def _now(self) -> _Ways:
        return self._ways(self.weighing.barriers < 0)

    def _ways(self, allowed: Booleans) -> _Ways:
        movers = np.flatnonzero(self.matched & ~self.pinned)
        holds = np.zeros((len(self.pool.mentors), len(movers)), dtype=np.float32)
        holds[self.columns[movers], np.arange(len(movers))] = 1
        direct = (holds @ allowed[movers].astype(np.float32)) > 0
        return _Ways(allowed, direct, _lengths(direct.T, self.room))

    def _without(self, **values: object) -> _Ways:
        """The chains there would be with other rules."""
        criteria = replace(self.problem.criteria, **values)  # type: ignore[arg-type]  # by name
        if criteria not in self._relaxed:
            pool = Pool(replace(self.problem, criteria=criteria))
            self._relaxed[criteria] = self._ways(rules.barriers(pool) < 0)
        return self._relaxed[criteria]

    def _reached(self, row: int) -> Integers:
        """The fewest moves after which a seat of each mentor, were it free, would be this row's."""
        return _lengths(self._now.direct, self._now.allowed[row])

    def _seat(self, row: int) -> list["_Found"]:
        reached = self._reached(row)
        moves = int(reached.min(initial=FAR))
        if moves == FAR:
            return []
        near = np.flatnonzero(reached == moves)
        best = near[self.weighing.scores[row, near].argmax()]
        told: dict[str, Param] = {
            "mentor": self.pool.mentors[best].id,
            "moves": moves,
            "mentors": int((reached < FAR).sum()),
        }
        if self.prices is None:
            return [((moves, 1), Reason("relax_seat", told))]
        gained: dict[str, Param] = {**told, "gained": self.prices[int(best)].total}
        return [((moves, 1), Reason("relax_seat_priced", gained))]

    def _rules(self, row: int) -> list["_Found"]:
        found: list[_Found] = []
        for place, (name, values) in enumerate(WITHOUT.items()):
            if all(getattr(self.problem.criteria, key) == each for key, each in values.items()):
                continue
            moves = self._without(**values).moves(row)
            if moves < FAR:
                found.append(((moves, 4 + place), Reason(f"relax_{name}", {"moves": moves})))
        return found

    def _years(self, row: int) -> list["_Found"]:
        """The highest minimum of years below the present one that would do."""
        minimum = self.problem.criteria.minimum_years
        lower = sorted({max(m.years or 0, 0) for m in self.pool.mentors} | {0})
        lower = [years for years in lower if years < minimum]
        first, last = 0, len(lower)  # those before `first` do; the lower, the more do
        while first < last:
            middle = (first + last) // 2
            if self._without(minimum_years=lower[middle]).moves(row) < FAR:
                first = middle + 1
            else:
                last = middle
        if not first:
            return []
        years = lower[first - 1]
        moves = self._without(minimum_years=years).moves(row)
        told: dict[str, Param] = {"years": years, "minimum": minimum, "moves": moves}
        return [((moves, 3), Reason("relax_years", told))]

    def _wishes(self, row: int) -> list["_Found"]:
        """One pair allowed that the coordinator ruled out, or one no longer set."""
        reached = self._reached(row)
        found: list[_Found] = []
        for code, kind, pairs in (
            ("relax_forbidden", 0, self.problem.forbidden),
            ("relax_pin", 2, self.problem.pins),
        ):
            best: tuple[int, str, str] | None = None
            for teacher_id, mentor_id in sorted(pairs):
                moves = self._with_wish(row, reached, code, teacher_id, mentor_id)
                if moves < FAR and (best is None or moves < best[0]):
                    best = moves, teacher_id, mentor_id
            if best:
                told: dict[str, Param] = {"teacher": best[1], "mentor": best[2], "moves": best[0]}
                found.append(((best[0], kind), Reason(code, told)))
        return found

    def _with_wish(
        self, row: int, reached: Integers, code: str, teacher_id: str, mentor_id: str
    ) -> int:
        if teacher_id not in self.pool.row or mentor_id not in self.pool.column:
            return FAR
        other, column = self.pool.row[teacher_id], self.pool.column[mentor_id]
        if code == "relax_pin":
            onward = int(self._now.to_free[self._now.allowed[other]].min(initial=FAR))
            return min(FAR, int(reached[column]) + 1 + onward)
        if not self._but_for_wishes[other, column]:
            return FAR
        before = 0
        if other != row:
            if not self.matched[other] or self.pinned[other]:
                return FAR
            before = int(reached[self.columns[other]]) + 1
        return min(FAR, before + int(self._now.to_free[column]))

    @cached_property
    def _but_for_wishes(self) -> Booleans:
        """Pairs that may be made, or could be if the coordinator had ruled out none."""
        pool = Pool(replace(self.problem, forbidden=frozenset()))
        return rules.barriers(pool) < 0

    def _placed(self, kinds: Sequence[Kind]) -> int:
        """How many of those without a mentor new ones of these kinds would place, if there were
        enough of them: each offers what the teacher needs and is free when she is."""
        fitting = np.zeros(len(self.columns), dtype=np.bool_)
        for kind in kinds:
            fitting |= self._fitting(kind)
        return self._most(fitting) - self._most_now

    @cached_property
    def _most_now(self) -> int:
        return self._most(np.zeros(len(self.columns), dtype=np.bool_))

    def _fitting(self, kind: Kind) -> Booleans:
        """Which teachers a new mentor of this kind would suit."""
        if kind not in self._suited:
            criteria = of_newcomers(self.problem.criteria)
            new = (newcomer(*kind, criteria),)
            pool = Pool(replace(self.problem, mentors=new, criteria=criteria, pins=frozenset()))
            fitting = (rules.barriers(pool) < 0)[:, 0]
            for row, teacher in enumerate(pool.teachers):
                asked = teacher.domains, teacher.languages, teacher.hours
                for wish, values in zip(kind, asked, strict=True):
                    if wish and plain(wish) not in map(plain, values):
                        fitting[row] = False
            self._suited[kind] = fitting
        return self._suited[kind]

    def _most(self, fitting: Booleans) -> int:
        """How many teachers can be matched with one mentor more, who takes all whom she suits."""
        if not (self._now.allowed.any() or fitting.any()):
            return 0
        free = np.flatnonzero(~self.pinned)
        rows, columns = np.nonzero(np.hstack([self._now.allowed, fitting[:, None]])[free])
        held = np.bincount(self.columns[self.pinned], minlength=len(self.pool.mentors))
        seats = np.append(np.minimum(self.pool.capacities - held, len(free)), len(free))
        teachers, mentors = len(free), len(seats)
        source, sink = teachers + mentors, teachers + mentors + 1
        starts = (np.full(teachers, source), rows, teachers + np.arange(mentors))
        ends = (np.arange(teachers), teachers + columns, np.full(mentors, sink))
        room = np.concatenate([np.ones(teachers + len(rows), dtype=np.int64), seats])
        arcs = csr_array(
            (room.astype(np.int32), (np.concatenate(starts), np.concatenate(ends))),
            shape=(sink + 1, sink + 1),
        )
        return int(maximum_flow(arcs, source, sink).flow_value)


_Found = tuple[tuple[int, int], Reason]  # how dear (moves, then kind), and what is told


def of_newcomers(criteria: Criteria) -> Criteria:
    """The rules that can keep a new mentor from somebody: which stages of school to look for is not
    told, so that she is taken to know those of whoever she would be paired with."""
    return replace(criteria, shared_stage=False)


def newcomer(domain: str, language: str, hour: str, criteria: Criteria) -> Mentor:
    """A new mentor who offers this, and whom no rule on mentors alone keeps from anybody."""
    return Mentor(
        id="",
        capacity=1,
        domains=(domain,),
        languages=(language,),
        fluency=(f"{language}:{LANGUAGE_LEVELS[-1]}",),
        minor=True,
        hours=(hour,) if hour else (),
        years=criteria.minimum_years,
    )


def _lengths(direct: Booleans, at: Booleans) -> Integers:
    """The fewest steps along `direct` from one of the places `at` to every place; `FAR` if none."""
    found = np.where(at, 0, FAR)
    edge = at.copy()
    steps = 0
    while edge.any():
        steps += 1
        edge = direct[edge].any(axis=0) & (found == FAR)
        found[edge] = steps
    return found
