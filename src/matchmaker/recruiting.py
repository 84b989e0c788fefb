"""Which mentors to look for next, one after the other, so that the most teachers are placed.

Kinds of new mentors are what the teachers without a mentor ask for. Each time the kind is taken of
which one mentor more places the most further teachers, until there are `MENTORS` or none places
anybody; how many that are is exact at each step. Mentors found so place at least 63 percent of what
the best as many of these kinds together could: the number placed is submodular (G. Nemhauser, L.
Wolsey, M. Fisher, "An analysis of approximations for maximizing submodular set functions", 1978).

How many some mentors of several kinds place together follows from what kinds would place of which
there were enough: the most that flow to teachers is the least that any cut lets through (L. Ford,
D. Fulkerson, "Maximal flow through a network", 1956), and a cut takes of each kind either all its
seats or the teachers whom it suits.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matchmaker.outcome import Param, Reason
from matchmaker.pool import Integers, given
from matchmaker.problem import Teacher

PROFILES = 10  # kinds of new mentors that are tried, those asked for most
MENTORS = 10  # new mentors that are looked for

Kind = tuple[str, str, str]  # a domain, a language, and an hour or ""
Placed = Callable[[Sequence[Kind]], int]  # how many enough new mentors of these kinds would place
Step = Callable[[int, int], None]  # so many mentors are found, of so many


def unseen(done: int, of: int) -> None:
    """Steps that nobody watches."""


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of new mentors, how many of them to look for, how many further teachers those place,
    and how many it would place alone if there were enough of it."""

    kind: Kind
    mentors: int
    teachers: int
    most: int


def looked_for(
    alone: Iterable[Teacher], capacities: Integers, placed: Placed, step: Step
) -> tuple[Reason, ...]:
    """The new mentors to look for next, by kind, in the order in which kinds were first taken. Each
    takes as many teachers as a mentor of those there are, the middle one of them."""
    wanted: Counter[Kind] = Counter()
    for teacher in alone:
        domains, languages, hours = map(given, (teacher.domains, teacher.languages, teacher.hours))
        if domains and languages:
            wanted[domains[0], languages[0], hours[0] if hours else ""] += 1
    ordered = sorted(wanted, key=lambda each: (-wanted[each], each))
    if not ordered:
        return ()
    seats = max(1, int(np.median(capacities))) if len(capacities) else 1
    return tuple(
        _told(found, seats) for found in best_next(ordered[:PROFILES], seats, placed, step)
    )


def best_next(kinds: Sequence[Kind], seats: int, placed: Placed, step: Step) -> list[Found]:
    """At most `MENTORS` of these kinds, each with so many seats. Of kinds that place equally many
    further teachers the one is taken that could still place the most, then the first."""
    together = _Together(seats, placed)
    mentors: Counter[Kind] = Counter()
    gains: Counter[Kind] = Counter()
    now = 0
    # No mentor ever places more than she would have placed before others came.
    most = [seats] * len(kinds)
    for done in range(MENTORS):
        step(done, MENTORS)
        best = 0, 0, 0
        for at in sorted(range(len(kinds)), key=lambda at: -most[at]):
            if most[at] < best[0]:
                break
            kind = kinds[at]
            most[at] = together.placing(mentors + Counter([kind])) - now
            best = max(best, (most[at], together.enough(kind) - gains[kind], -at))
        gain, _left, first = best
        if not gain:
            break
        mentors[kinds[-first]] += 1
        gains[kinds[-first]] += gain
        now += gain
    step(MENTORS, MENTORS)
    return [Found(kind, mentors[kind], gains[kind], together.enough(kind)) for kind in mentors]


class _Together:
    """How many new mentors of several kinds place, each with so many seats."""

    def __init__(self, seats: int, placed: Placed) -> None:
        self.seats, self._placed = seats, placed
        self._known: dict[frozenset[Kind], int] = {frozenset(): 0}

    def enough(self, *kinds: Kind) -> int:
        """How many these kinds would place if there were enough of each."""
        key = frozenset(kinds)
        if key not in self._known:
            self._known[key] = self._placed(sorted(key))
        return self._known[key]

    def placing(self, mentors: Counter[Kind]) -> int:
        """How many so many of each kind place: the least over every choice of kinds that have
        enough, the others filling their seats.

        A kind that alone has seats for all whom it would place has enough in the least of them, as
        it adds no more to others than to none: only of the others is every choice looked at."""
        room = {kind: many * self.seats for kind, many in mentors.items()}
        ample = [kind for kind in room if self.enough(kind) <= room[kind]]
        scarce = [kind for kind in room if kind not in ample]
        least = sum(room.values())
        for many in range(len(scarce) + 1):
            for some in combinations(scarce, many):
                here = (*ample, *some)
                filled = sum(room[kind] for kind in scarce if kind not in some)
                beyond = max((self.enough(kind) for kind in here), default=0)
                if beyond + filled < least:
                    least = min(least, self.enough(*here) + filled)
        return least


def _told(found: Found, seats: int) -> Reason:
    domain, language, hour = found.kind
    told: dict[str, Param] = {
        "mentors": found.mentors,
        "seats": seats,
        "teachers": found.teachers,
        "most": found.most,
        "domain": domain,
        "language": language,
    }
    return (
        Reason("look_for_hours", {**told, "hours": (hour,)}) if hour else Reason("look_for", told)
    )
