"""How many would wait, and whom to look for next: a programme tried out before it opens.

People come as kinds with a count: so many teachers who ask for the same, so many mentors who offer
the same. As many teachers as possible have a mentor; where there is a choice of who waits, those of
the kinds that are listed first have one. Both follow from chains of moves (augmenting paths: C.
Berge, 1957; that kinds can be served one after the other and none is given up again: J. Edmonds, D.
Fulkerson, "Transversals and matroid partition", 1965).

New mentors are found one after the other: each time every profile is tried on the pairs at hand,
and the one that gives the most further teachers a mentor is taken. How many that are is exact at
each step, as if everything had been worked out afresh. Ten found so place at least 63 percent of
what the best ten of these profiles together could: the number placed is submodular (G. Nemhauser,
L. Wolsey, M. Fisher, "An analysis of approximations for maximizing submodular set functions",
1978).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaker import rules
from matchmaker.pool import Booleans, Integers, Pool, given, plain
from matchmaker.problem import LANGUAGE_LEVELS, Criteria, Mentor, Problem, Teacher

NONE = -1
RECRUITS = 10  # new mentors that are looked for


@dataclass(frozen=True, slots=True)
class Demand:
    """So many teachers who ask for the same."""

    teacher: Teacher
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """So many mentors who offer the same, each with the seats of `mentor`."""

    mentor: Mentor
    count: int = 1


@dataclass(frozen=True, slots=True)
class Recruit:
    """A mentor to look for, how many more teachers would then have a mentor, and how many of each
    kind would still wait."""

    mentor: Mentor
    placed: int
    waiting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many of each kind would wait, of each offer how many seats are taken, for which kinds no
    seat is there at all, and whom to look for next, one after the other."""

    waiting: tuple[int, ...]
    taken: tuple[int, ...]
    nobody: tuple[bool, ...]
    recruits: tuple[Recruit, ...]


def forecast(
    demand: Sequence[Demand],
    offers: Sequence[Offer],
    criteria: Criteria,
    *,
    profiles: Sequence[Mentor] = (),
    recruits: int = RECRUITS,
) -> Forecast:
    """What would come of these teachers and these mentors, by the hard rules of the criteria.

    Ids, and whatever names them, are of no account. Of equal profiles the first is taken; it ends
    when none places anybody. Raises ValueError for counts below 0, and `InvalidProblem` for
    seats below 0 and for levels that cannot be read.
    """
    if min((0, *(each.count for each in demand), *(each.count for each in offers))) < 0:
        raise ValueError("A count is below 0.")
    teachers = tuple(each.teacher for each in demand)

    def possible(mentors: Sequence[Mentor]) -> Booleans:
        return _possible(teachers, tuple(mentors), criteria)

    allowed = possible([each.mentor for each in offers])
    seats = np.array([each.mentor.capacity * each.count for each in offers], dtype=np.int64)
    now = _Flow(allowed, seats, np.array([each.count for each in demand], dtype=np.int64))
    now.settle()
    waiting, taken = now.waiting.copy(), seats - now.free
    fits = possible(profiles)
    found: list[Recruit] = []
    # No profile ever places more than it would have placed before others came.
    most = [min(each.capacity, int(waiting.sum())) for each in profiles]
    while len(found) < recruits:
        best, then = NONE, now
        for at in sorted(range(len(profiles)), key=lambda at: (-most[at], at)):
            if best != NONE and (-most[at], at) > (-most[best], best):
                break
            tried = now.joined(fits[:, at], profiles[at].capacity)
            most[at] = int(now.waiting.sum()) - int(tried.waiting.sum())
            if best == NONE or (-most[at], at) < (-most[best], best):
                best, then = at, tried
        if best == NONE or not most[best]:
            break
        now = then
        found.append(Recruit(profiles[best], most[best], _counts(now.waiting)))
    nobody = tuple(not any(seats[row]) for row in allowed)
    return Forecast(_counts(waiting), _counts(taken), nobody, tuple(found))


def profiles(demand: Sequence[Demand], capacity: int, criteria: Criteria) -> tuple[Mentor, ...]:
    """Mentors who could be looked for: one for each need and language that somebody asks for, those
    asked for by the most first; free at any time, open to everybody, with so many seats."""
    wanted: Counter[tuple[str, str]] = Counter()
    spelled: dict[str, str] = {}
    for each in demand:
        for domain in given(each.teacher.domains) or ("",):
            for language in given(each.teacher.languages) or ("",):
                spelled.setdefault(plain(domain), domain)
                spelled.setdefault(plain(language), language)
                wanted[plain(domain), plain(language)] += each.count
    stages = given(tuple(stage for each in demand for stage in each.teacher.stages))
    order = sorted(wanted, key=lambda each: (-wanted[each], each))
    return tuple(
        Mentor(
            id=f"{at}",
            capacity=capacity,
            domains=given((spelled[domain],)),
            languages=given((spelled[language],)),
            stages=stages,
            fluency=(f"{spelled[language]}:{LANGUAGE_LEVELS[-1]}",) if language else (),
            minor=True,
            years=criteria.minimum_years,
        )
        for at, (domain, language) in enumerate(order, start=1)
        if wanted[domain, language]
    )


def _possible(
    teachers: tuple[Teacher, ...], mentors: tuple[Mentor, ...], criteria: Criteria
) -> Booleans:
    """Which kinds of teachers could have which kinds of mentors, both as they are listed."""
    # Of kinds nobody is oneself, so each is known by her place alone.
    problem = Problem(
        tuple(replace(each, id=f"teacher {at}") for at, each in enumerate(teachers)),
        tuple(replace(each, id=f"mentor {at}") for at, each in enumerate(mentors)),
        criteria,
    )
    rules.check(problem)
    pool = Pool(problem)
    rows = [pool.row[f"teacher {at}"] for at in range(len(teachers))]
    columns = [pool.column[f"mentor {at}"] for at in range(len(mentors))]
    return np.asarray(rules.barriers(pool)[np.ix_(rows, columns)] < 0, dtype=np.bool_)


class _Flow:
    """Teachers of kinds (rows) in seats of offers (columns), and chains along which they move."""

    def __init__(self, allowed: Booleans, seats: Integers, counts: Integers) -> None:
        self.allowed = allowed
        self.free = seats.copy()
        self.waiting = counts.copy()
        self.held = np.zeros(allowed.shape, dtype=np.int64)

    def joined(self, fits: Booleans, seats: int) -> "_Flow":
        """The same with an offer more, and whoever that places."""
        more = _Flow(
            np.hstack([self.allowed, fits[:, None]]), np.append(self.free, seats), self.waiting
        )
        more.held[:, :-1] = self.held
        more.settle()
        return more

    def settle(self) -> None:
        """Give a seat to as many as possible; of kinds in the order in which they are listed."""
        rows = np.flatnonzero(self.waiting).tolist()
        while rows:
            here = np.flatnonzero(self.allowed[rows[0]] & (self.free > 0))
            if len(here):
                self._move(rows[0], [int(here[0])], [])
            else:  # whoever cannot be helped now cannot be helped by what others do
                steps, movers, onward = self._ways()
                helped = np.flatnonzero(self.allowed[rows][:, steps != NONE].any(axis=1))
                rows = [rows[at] for at in helped.tolist()]
                if rows:
                    self._move(rows[0], *_chain(self.allowed[rows[0]], steps, movers, onward))
            rows = rows[1:] if rows and not self.waiting[rows[0]] else rows

    def _move(self, row: int, chain: list[int], moved: list[int]) -> None:
        """Along this chain of offers, from each of which a kind moves to the next, give as many of
        this kind a seat as can go along it."""
        room = [int(self.held[kind, here]) for kind, here in zip(moved, chain, strict=False)]
        many = min(int(self.waiting[row]), int(self.free[chain[-1]]), *room)
        self.waiting[row] -= many
        self.free[chain[-1]] -= many
        self.held[row, chain[0]] += many
        for kind, here, there in zip(moved, chain, chain[1:], strict=False):
            self.held[kind, here] -= many
            self.held[kind, there] += many

    def _ways(self) -> tuple[Integers, Integers, Integers]:
        """Of each offer: how many moves it is from a free seat, which kind would move away from it,
        and to which offer; `NONE` where there is no way, or none is needed."""
        steps = np.where(self.free > 0, 0, NONE).astype(np.int64)
        movers = np.full(len(steps), NONE, dtype=np.int64)
        onward = movers.copy()
        edge = np.flatnonzero(self.free > 0)
        done = 0
        while True:
            done += 1
            reaching = np.flatnonzero(self.allowed[:, edge].any(axis=1))
            held = self.held[reaching] > 0
            new = np.flatnonzero(held.any(axis=0) & (steps == NONE))
            if not len(new):
                return steps, movers, onward
            movers[new] = reaching[held[:, new].argmax(axis=0)]
            onward[new] = edge[self.allowed[np.ix_(movers[new], edge)].argmax(axis=1)]
            steps[new] = done
            edge = new


def _chain(
    allowed: Booleans, steps: Integers, movers: Integers, onward: Integers
) -> tuple[list[int], list[int]]:
    """A shortest chain for somebody who could have these offers, and which kind moves on from each
    of its offers but the last."""
    ends = np.flatnonzero(allowed & (steps != NONE))
    chain = [int(ends[steps[ends].argmin()])]
    while movers[chain[-1]] != NONE:
        chain.append(int(onward[chain[-1]]))
    return chain, [int(movers[column]) for column in chain[:-1]]


def _counts(values: Integers) -> tuple[int, ...]:
    return tuple(int(each) for each in values)
