"""Who goes first, by lot, where there are more teachers than seats.

Fair to everybody, and those who wait can later be compared with those who went first: nothing but
chance tells the two groups apart. Two steps, in this order:

1. The list is frozen: the tickets with their groups, and the number of seats, as a text (`text`)
   whose SHA-256 is published (`digest`). After that nothing of it can be changed unseen.
2. A seed is made up by chance, once, and kept. `drawn` says what follows from the two.

Anybody who has the list and the seed comes to the same draw, on any machine, with any program that
knows SHA-256:

- The lot of a ticket is SHA-256 of the seed, a line feed and the ticket, all in UTF-8. Lots are put
  in order as hexadecimal text; in each group the lowest go first.
- Each group has seats in proportion to its tickets, rounded down or up by chance, so that every
  ticket has the same chance, however small its group (W. Madow, "On the theory of systematic
  sampling", 1949). Counted in parts, as many to a seat as there are tickets in all: the parts that
  each group has left after its whole seats are laid end to end, groups in order of the SHA-256 of
  the seed, two line feeds and the name. From the part whose number is the SHA-256 of the seed and
  a line feed, as a number, modulo the tickets in all, every so many parts a seat goes to the group
  that the part belongs to.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

FORMAT = "banyan lottery 1"  # the first line of a list
HEADER_LINES = 2


def in_one_line(value: str) -> str:
    """A value as a ticket or a group can hold it: on one line, with single spaces."""
    return " ".join(value.split())


@dataclass(frozen=True, slots=True)
class Ballot:
    """A list of tickets, each with the group in which it is drawn ("" where there is but one), and
    how many of them go first.

    Raises ValueError for a ticket or a group that is not one line without tabs, for no ticket, and
    for seats that are not from 1 to one fewer than the tickets: then there is nothing to draw.
    """

    seats: int
    tickets: Mapping[str, str]

    def __post_init__(self) -> None:
        if not 0 < self.seats < len(self.tickets):
            raise ValueError(f"Of {len(self.tickets)} tickets {self.seats} cannot be drawn.")
        for ticket, group in self.tickets.items():
            if not ticket or any(each != in_one_line(each) for each in (ticket, group)):
                raise ValueError(f"This cannot be drawn: {ticket!r} in {group!r}.")

    @property
    def text(self) -> str:
        """The frozen list: its format, the seats, then ticket, tab and group on a line each, in
        order of the tickets as text."""
        lines = (f"{ticket}\t{group}" for ticket, group in sorted(self.tickets.items()))
        return "".join(f"{line}\n" for line in (FORMAT, f"seats\t{self.seats}", *lines))

    @property
    def digest(self) -> str:
        """SHA-256 of `text`, as 64 hexadecimal digits."""
        return _hash(self.text)

    @classmethod
    def read(cls, text: str) -> "Ballot":
        """Read what `text` wrote; ValueError for anything else, down to the last character."""
        lines = text.split("\n")
        name, _, seats = lines[1].partition("\t") if len(lines) > HEADER_LINES else ("", "", "")
        if lines[0] != FORMAT or name != "seats" or not (seats.isascii() and seats.isdigit()):
            raise ValueError("This is not a list for a draw.")
        tickets = dict(line.split("\t", 1) for line in lines[HEADER_LINES:] if "\t" in line)
        found = cls(int(seats), tickets)
        if found.text != text:
            raise ValueError("This list was changed, or is not whole.")
        return found


@dataclass(frozen=True, slots=True)
class Lot:
    """What a ticket drew: its place in its group, from 1, and whether it goes first."""

    ticket: str
    group: str
    place: int
    first: bool


def shares(ballot: Ballot, seed: str) -> dict[str, int]:
    """How many of each group go first."""
    sizes = Counter(ballot.tickets.values())
    everyone = len(ballot.tickets)
    found = {group: ballot.seats * size // everyone for group, size in sizes.items()}
    order = sorted(sizes, key=lambda group: _hash(f"{seed}\n\n{group}"))
    mark = int(_hash(f"{seed}\n"), 16) % everyone
    end = 0
    for group in order:
        end += ballot.seats * sizes[group] % everyone
        if mark < end:
            found[group] += 1
            mark += everyone
    return found


def drawn(ballot: Ballot, seed: str) -> tuple[Lot, ...]:
    """What every ticket draws with this seed, by group and place."""
    first = shares(ballot, seed)
    order = sorted(
        ballot.tickets, key=lambda ticket: (ballot.tickets[ticket], _hash(f"{seed}\n{ticket}"))
    )
    reached: Counter[str] = Counter()
    lots = []
    for ticket in order:
        group = ballot.tickets[ticket]
        reached[group] += 1
        lots.append(Lot(ticket, group, reached[group], reached[group] <= first[group]))
    return tuple(lots)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
