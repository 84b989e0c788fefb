"""Lives a programme through the product's actions, on a fast clock, as a table tells it.

A story is a table of four columns, one line for each thing that happens or that must be so:

    2025-07-02 | Arun    | finishes   | goal
    2025-08-02 | journey | agreement  | overdue, due 2025-08-01
    2025-08-15 | told    | agreement  | overdue: Devi, Latha
    2025-08-15 | board   | Arun       | The whole time · Agreement · 1 Aug 2025 · 1

The first column is a day, or a rhythm: `2025-07-16 every 14 days to 2025-09-10`. Lines are lived in
the order of their days, and within a day in the order of the table. Lines that begin with `#` say
why. People are the cast of all tests, with Manu, Latha and
Tara beside them; Ravi, Sara and Tom read what is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

import pytest

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request, Session
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from tests.conftest import Cast

RHYTHM = re.compile(r"(\S+) every (\d+) (day|month)s? to (\S+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    day: date
    who: str
    does: str
    what: str

    def __str__(self) -> str:
        return f"{self.day} | {self.who} | {self.does} | {self.what}"


def lines(table: str) -> list[Line]:
    """The lines of a table, rhythms written out, in the order in which they happen."""
    found: list[Line] = []
    for text in table.strip().splitlines():
        if text.strip() and not text.strip().startswith("#"):
            when, who, does, what = (part.strip() for part in text.split("|"))
            found += [Line(day, who, does, what) for day in days(when)]
    return sorted(found, key=lambda line: line.day)


def days(when: str) -> Iterator[date]:
    rhythm = RHYTHM.fullmatch(when)
    if rhythm is None:
        yield date.fromisoformat(when)
        return
    day, last = date.fromisoformat(rhythm[1]), date.fromisoformat(rhythm[4])
    while day <= last:
        yield day
        if rhythm[3] == "month":
            day = day.replace(month=day.month % 12 + 1, year=day.year + day.month // 12)
        else:
            day += timedelta(days=int(rhythm[2]))


def kept(line: Line, found: str) -> bool:
    """Whether it is as the table says. Of a step it may say the status alone; … stands for the
    beginning."""
    if line.who == "journey" and line.what == found.split(", ")[0]:
        return True
    if line.what.startswith("…"):
        return found.endswith(line.what.removeprefix("…"))
    return line.what == found


@dataclass
class Story:
    """A programme while its story is told: who takes part, and the pair that it is about.

    What can be told stands in the classes made of this one: `do_` and the verb, `see_` and what
    must be so.
    """

    cast: Cast
    people: dict[str, Person]
    programme: Programme
    cohort: Cohort
    pair: Mentorship | None = None
    request: Request | None = None
    group: Session | None = None
    domains: list[str] = field(default_factory=list)
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def at(self, who: str, day: date, hour: int = 6, minute: int = 0) -> Viewer:
        moment = datetime.combine(day, time(hour, minute), UTC)
        if who not in self.viewers:
            self.viewers[who] = viewer_for(self.people[who], now=moment)
        return replace(self.viewers[who], now=moment)

    def tell(self, table: str) -> Self:
        """Live every line; an AssertionError names the first that the product does not keep."""
        for line in lines(table):
            check = getattr(self, f"see_{line.who}", None)
            if check is not None:
                found = check(line)
                assert kept(line, found), f"{line}\n      but: {found}"
            elif line.does.startswith("may not "):
                argument, _, sentence = line.what.partition(": ")
                with pytest.raises(Refused, match=sentence):
                    self.act(line, line.does.removeprefix("may not "), argument)
            else:
                self.act(line, line.does, line.what)
        return self

    def act(self, line: Line, does: str, what: str) -> None:
        first, *rest = does.split()
        names = ["_".join([name, *rest]) for name in (first, first[:-1], first[:-2])]
        verb: Callable[[Line, str], None] = next(
            getattr(self, f"do_{name}") for name in names if hasattr(self, f"do_{name}")
        )
        verb(line, what)

    @property
    def two(self) -> Mentorship:
        assert self.pair is not None
        return self.pair

    def follow(self, pair: Mentorship) -> None:
        """From now on the story is about these two."""
        self.pair = Mentorship.objects.select_related(
            "mentor", "mentee", "school", "cohort__programme"
        ).get(pk=pair.pk)

    def name_of(self, person: Person) -> str:
        return next(name for name, one in self.people.items() if one.pk == person.pk)

    def names(self, who: str) -> list[str]:
        if who != "both":
            return [who]
        return [self.name_of(self.two.mentor), self.name_of(self.two.mentee)]
