"""Which groups of a table can be told of, so that of no other group a number can be worked out.

What somebody may know: every table of the round and its file, the numbers of its lots, and that
people are whole and none of the groups that are named is empty. From that, of no group that is not
told may the teachers, those with a mentor or those without one be a single possible number; what
nobody has, or everybody, the line of everybody says itself.

Tables that have nothing in common but everybody are safe together as soon as each is by itself:
whatever the numbers of each could be, people can be put together so that all of them are so at once
(everybody with a mentor can be dealt out to the groups of each table, and so can all the others).
Lots drawn by the same thing do have more in common with a table: they are looked at together.

Source: linked tables, feasibility intervals and complementary suppression in A. Hundepool et al.,
Statistical Disclosure Control (Wiley 2012), chapter 4; L. Willenborg and T. de Waal, Elements of
Statistical Disclosure Control (Springer 2001), chapter 4; for tables that share cells P.-P. de Wolf
and S. Giessing, Adjusting the tau-ARGUS modular approach to deal with linked tables, Data &
Knowledge Engineering 68 (2009). We hide whole rows, the smallest first, which costs a few more than
their optimum does and can be explained in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT_GIVEN = ""  # the group of those who have not said


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people there are, and how many of them have a mentor."""

    people: int
    matched: int

    @property
    def waits(self) -> int:
        return self.people - self.matched

    @property
    def fewer(self) -> int:
        """Those with a mentor, or those without one, whichever are fewer."""
        return min(self.matched, self.waits)


def told_of(
    groups: Mapping[str, Tally],
    whole: Tally,
    fewest: int,
    *,
    several: bool = False,
    both: bool = False,
    elsewhere: Mapping[str, int | None] | None = None,
) -> set[str]:
    """The groups that are told, by code.

    Not told is whoever is fewer than `fewest`, and a group without which everybody would be; then
    the smallest of the others, until nothing can be worked out of those that are not told. All of
    them together are `fewest` at least. Where no group is left, none is to be named either.

    `both`: so many people (`fewest`) have a mentor in each group that is told, and so many have
    none; in all that are not told together, too.
    `several`: somebody may be in several groups, though whoever has not said is in no other.
    `elsewhere`: how many of each group another page counts, None where it does not tell that of
    this group alone. A group is not told here that is not told there, nor one of which the two
    numbers differ by few people.
    """
    there = elsewhere or {}
    hidden = {
        code
        for code, one in groups.items()
        if one.people < fewest
        or 0 < whole.people - one.people < fewest
        or (both and one.fewer < fewest)
    }
    if elsewhere is not None:
        hidden |= {code for code in groups if _apart(groups[code], there.get(code, 0), fewest)}
    known = {code for code, count in there.items() if count is not None}
    size = {code: one.fewer if both else one.people for code, one in groups.items()}
    told = sorted(set(groups) - hidden, key=lambda code: (size[code], code))
    while hidden and told:
        table = _Table(groups, whole, hidden, fewest, both)
        if table.holds_of_several() if several else table.holds_of_parts(known):
            break
        hidden.add(told.pop(0))
    return set(told)


def _apart(group: Tally, there: int | None, fewest: int) -> bool:
    return there is None or 0 < abs(group.people - there) < fewest


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with some groups hidden: whether what is hidden stays so."""

    groups: Mapping[str, Tally]
    whole: Tally
    hidden: set[str]
    fewest: int
    both: bool = False

    @property
    def told(self) -> set[str]:
        return set(self.groups) - self.hidden

    @property
    def is_mixed(self) -> bool:
        """Some have a mentor, and some have none."""
        return 0 < self.whole.matched < self.whole.people

    def _sum(self, codes: Iterable[str]) -> Tally:
        some = [self.groups[code] for code in codes]
        return Tally(sum(one.people for one in some), sum(one.matched for one in some))

    def holds_of_parts(self, known: set[str]) -> bool:
        """Everybody is in one group, so that the sums of all that are hidden are known; of those in
        `known`, the people are too.

        Two groups at least and more people than groups leave each more than one size; somebody with
        a mentor and somebody without one among them leave each of those numbers 0 or 1 as well.
        """
        together = self._sum(self.hidden)
        unknown = self.hidden - known
        if len(self.hidden) < 2 or together.people < self.fewest:
            return False
        if unknown and (len(unknown) < 2 or self._sum(unknown).people <= len(unknown)):
            return False
        if self.both:
            return together.fewer >= self.fewest
        return not self.is_mixed or 0 < together.matched < together.people

    def holds_of_several(self) -> bool:
        """Somebody is in several groups: see `_range` for what is known then."""
        matched = {code: one.matched for code, one in self.groups.items()}
        waits = {code: one.waits for code, one in self.groups.items()}
        overlap = self.whole.people + 1 - self._sum(self.told).people
        for code in self.hidden:
            with_ = self._range(code, matched, self.whole.matched)
            without = self._range(code, waits, self.whole.waits)
            if self.is_mixed and (with_[0] == with_[1] or without[0] == without[1]):
                return False
            fewest = max(1, with_[0] + without[0], overlap if len(self.hidden) == 1 else 0)
            if fewest >= with_[1] + without[1]:
                return False
        return True

    def _range(self, code: str, counts: Mapping[str, int], everybody: int) -> tuple[int, int]:
        """The fewest and the most that a hidden group can have of these people.

        Everybody is in a group. Whoever has not said is in no other: the others are at least as
        many as the largest group told, and whom no group told can hold is in a hidden one.
        """
        shown = [counts[one] for one in self.told if one != NOT_GIVEN]
        if code == NOT_GIVEN:
            most = everybody - max(shown, default=0)
        else:
            most = everybody - (counts[NOT_GIVEN] if NOT_GIVEN in self.told else 0)
        if len(self.hidden) > 1:
            return 0, most
        rest = everybody if code == NOT_GIVEN else most
        return max(0, rest - sum(shown)), most
