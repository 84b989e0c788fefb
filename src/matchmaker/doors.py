"""Who could have whom among very many people, by kinds that no rule tells apart.

Teachers whom the rules keep from the same mentors are one kind, and so are mentors who are open to
the same teachers; whoever a rule names with somebody is a kind alone. A kind of mentors is a bit.
So chains of moves, along which each teacher gets the mentor of the next, are looked for among kinds
and not among people, and what is found holds for all of a kind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker import chains, rules
from matchmaker.blocking import KEPT, Block, ByKind, together
from matchmaker.kinds import Codes
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.rules import Rule

Bits = NDArray[np.uint64]

YEARS = "too_few_years"  # the rule of which a part alone may be given up
FAR = 2**31  # longer than any chain
WIDE = 2**20  # bits that are put together at a time


@dataclass(frozen=True, slots=True)
class Ways:
    """The fewest moves to where a search began, from each kind of teachers and of mentors: `FAR`
    where there is no way. `labels` say from which of several beginnings, the lowest of equals."""

    teachers: Integers
    mentors: Integers
    labels: Integers


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A rule on kinds: the shape of each row, and for each shape which kinds of mentors are shut
    out, in packed bits; `apart` tells mentors apart for it."""

    code: str
    shapes: Integers
    shut: NDArray[np.uint8]
    kinds: Codes
    apart: Integers | Codes

    @classmethod
    def by(cls, pool: Pool, rule: Rule, marks: Callable[[Pool], Booleans]) -> "_Ruled":
        """This rule, which these pairs break."""
        table = ByKind(pool, rule.compares, rule.compares, marks)
        known: dict[bytes, int] = {}
        each = max(1, KEPT // max(1, len(table.mentors)))
        shape_of = [np.zeros(0, dtype=np.int64)]
        for first in range(0, len(table.teachers), each):
            kinds = np.arange(first, min(first + each, len(table.teachers)))
            rows = np.packbits(table.rows(kinds), axis=1)
            found = (known.setdefault(row.tobytes(), len(known)) for row in rows)
            shape_of.append(np.fromiter(found, dtype=np.int64, count=len(kinds)))
        width = -(-len(table.mentors) // 8)
        shut = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(len(known), width)
        apart: Integers | Codes = table.mentors.of
        if rule.code == YEARS:  # also for lower years that might be asked for
            apart = 1 + np.clip(pool.years()[1], -1, pool.criteria.minimum_years)
        shapes = np.concatenate(shape_of)[table.teachers.of]
        return cls(rule.code, shapes, shut, table.mentors.of, apart)

    def bits(self, columns: Integers) -> Bits:
        """For each shape to which of these columns it is open."""
        each = max(1, WIDE // max(1, len(columns)))
        count, kinds = int(self.kinds.max(initial=-1)) + 1, self.kinds[columns]
        found = [as_bits(np.zeros((0, len(columns)), dtype=np.bool_))]
        for first in range(0, len(self.shut), each):
            shut = np.unpackbits(self.shut[first : first + each], axis=1, count=count)
            found.append(as_bits(shut[:, kinds] == 0))
        return np.vstack(found)


class Doors:
    """The kinds of a pool, `teachers` of its rows and `mentors` of its columns.

    Of `parts`, whose people can be paired with nobody else, kinds of mentors stand together: those
    of part `p` from `spans[p]` to `spans[p + 1]`; `part_of` has the part of each kind of teachers.
    """

    def __init__(self, pool: Pool, parts: Sequence[Block]) -> None:
        self.pool = pool
        self._named = {
            rule.code: _places(pool, rule) for rule in rules.RULES if rule.pairings is not None
        }
        self._ruled = {
            rule.code: _Ruled.by(pool, rule, rule.broken)
            for rule in rules.RULES
            if rule.broken is not None and rule.on(pool.criteria)
        }
        named = np.unique(np.concatenate([*self._named.values()]), axis=0)
        inside = [np.full(size, len(parts), dtype=np.int64) for size in pool.shape]
        for place, block in enumerate(parts):
            inside[0][block.rows], inside[1][block.columns] = place, place
        alone = [np.zeros(size, dtype=np.int64) for size in pool.shape]
        for side, each in enumerate(alone):
            each[named[:, side]] = 1 + named[:, side]
        ours = (each.shapes for each in self._ruled.values())
        self.teachers, rows = together([*ours, alone[0]], len(pool.teachers))
        theirs = (each.apart for each in self._ruled.values())
        self.mentors, columns = together([inside[1], *theirs, alone[1]], len(pool.mentors))
        self.part_of = inside[0][rows]
        self.spans = np.searchsorted(inside[1][columns], np.arange(len(parts) + 1))
        self.sizes = np.bincount(self.mentors, minlength=len(columns))
        self._lower: dict[int, int] = {}  # where the years that might be asked for have their bits
        self.doors = self._made(rows, columns, named)

    def _made(self, rows: Integers, columns: Integers, named: Integers) -> chains.Doors:
        """The doors between kinds, of which these are the first rows and columns."""
        size, at = len(columns), [np.zeros(len(rows), dtype=np.int64)]
        table = [as_bits(np.ones((1, size), dtype=np.bool_))]
        for each in self._ruled.values():
            at.append(sum(map(len, table)) + each.shapes[rows])
            table.append(each.bits(columns))
        if YEARS in self._ruled:
            years = self.pool.years()[1][columns]
            for least in self.years:
                self._lower[least] = sum(map(len, table))
                table.append(as_bits(((years >= least) | (least == 0))[None, :]))
        pairs = np.stack([self.teachers[named[:, 0]], self.mentors[named[:, 1]]], axis=1)
        pairs = np.unique(pairs, axis=0)
        closed_from = np.searchsorted(pairs[:, 0], np.arange(len(rows) + 1))
        return chains.Doors(np.vstack(table), np.stack(at, axis=1), closed_from, pairs[:, 1].copy())

    @property
    def years(self) -> list[int]:
        """Years below those asked for that would let somebody in, the highest first."""
        known = np.maximum(self.pool.years()[1], 0)
        lower = known[known < self.pool.criteria.minimum_years].tolist()
        return sorted({0, *lower}, reverse=True) if YEARS in self._ruled else []

    @property
    def rules(self) -> list[str]:
        """The rules on kinds that somebody is ruled out by, or could be."""
        return list(self._ruled)

    def without(self, code: str) -> chains.Doors:
        """The doors there would be without this rule."""
        return self.doors._replace(at=np.delete(self.doors.at, 1 + self.rules.index(code), axis=1))

    def with_years(self, least: int) -> chains.Doors:
        """The doors there would be if so many years, fewer than now, were enough."""
        at = self.doors.at.copy()
        at[:, 1 + self.rules.index(YEARS)] = self._lower[least]
        return self.doors._replace(at=at)

    @cached_property
    def _names(self) -> dict[tuple[int, int], set[str]]:
        found: dict[tuple[int, int], set[str]] = {}
        for code, pairs in self._named.items():
            for row, column in pairs.tolist():
                found.setdefault((row, column), set()).add(code)
        return found

    def but_for_wishes(self, row: int, column: int) -> bool:
        """Whether these two could be paired if the coordinator had ruled out nobody."""
        kind = int(self.mentors[column])
        words = self.doors.table[self.doors.at[self.teachers[row]], kind // chains.BITS]
        by_kind = bool((words >> np.uint64(kind % chains.BITS) & chains.ONE).all())
        return by_kind and self._names.get((row, column), set()) <= {"forbidden"}

    def bits(self, kinds: Integers) -> Bits:
        """These kinds of mentors as bits."""
        some = np.zeros(len(self.sizes), dtype=np.bool_)
        some[kinds] = True
        bits: Bits = as_bits(some[None, :])[0]
        return bits

    def broken(self, column: int) -> Iterator[tuple[str, int]]:
        """By which rules, the first that each of them breaks, how many teachers are ruled out for
        this mentor."""
        left: Booleans = np.ones(len(self.pool.teachers), dtype=np.bool_)
        kind = int(self.mentors[column])
        word, bit = kind // chains.BITS, np.uint64(kind % chains.BITS)
        for rule in rules.RULES:
            if rule.code in self._named:
                pairs = self._named[rule.code]
                rows = pairs[pairs[:, 1] == column, 0]
                count = int(left[rows].sum())
                left[rows] = False
            elif rule.code in self.rules:
                at = self.doors.at[self.teachers, 1 + self.rules.index(rule.code)]
                shut = self.doors.table[at, word] >> bit & chains.ONE == chains.NONE
                count = int((left & shut).sum())
                left &= ~shut
            else:
                continue
            if count:
                yield rule.code, count


def as_bits(some: Booleans) -> Bits:
    """Each row as words of bits, the first bit the lowest."""
    words = -(-some.shape[1] // chains.BITS)
    wide = np.zeros((len(some), words * chains.BITS // 8), dtype=np.uint8)
    packed = np.packbits(some, axis=1, bitorder="little")
    wide[:, : packed.shape[1]] = packed
    bits: Bits = wide.view("<u8").astype(np.uint64, copy=False)
    return bits


def _places(pool: Pool, rule: Rule) -> Integers:
    """The rows and columns of the pairs that a rule names, each once."""
    # Who is a mentor is asked first: among very many teachers few are named with one.
    named = {
        (pool.row[teacher], pool.column[mentor])
        for teacher, mentor in (rule.pairings(pool) if rule.pairings is not None else ())
        if mentor in pool.column and teacher in pool.row
    }
    return np.array(sorted(named), dtype=np.int64).reshape(-1, 2)


class Chains:
    """Chains of moves by teachers of these `kinds`, each with the kind of mentors that holds her
    (`held`): alike ones count once."""

    def __init__(self, doors: Doors, kinds: Integers, held: Integers) -> None:
        self.doors = doors
        size = len(doors.sizes)
        both = np.unique(kinds * size + held)
        self.kinds, self.held = both // size, both % size

    def to(
        self, begin: Integers, labels: Integers | None = None, given: chains.Doors | None = None
    ) -> Ways:
        """The ways to where kinds of mentors are so many moves from an end (`begin`; `FAR` for no
        end), through the doors that are `given`, or those there are."""
        doors = self.doors.doors if given is None else given
        mentors = begin.copy()
        theirs = np.zeros_like(begin) if labels is None else labels.copy()
        teachers = np.full(len(doors.at), FAR)
        ours = np.full(len(doors.at), FAR)
        waiting = np.arange(len(teachers))
        level = int(mentors.min(initial=FAR))
        while level < FAR and len(waiting):
            edge = np.flatnonzero(mentors == level)
            for label in np.unique(theirs[edge]).tolist():
                some = self.doors.bits(edge[theirs[edge] == label])
                found = np.zeros(len(waiting), dtype=np.bool_)
                touching = chains.touching
                touching(doors, some, waiting, found)
                teachers[waiting[found]], ours[waiting[found]] = level, label
                waiting = waiting[~found]
            moving = teachers[self.kinds] == level
            self._follow(mentors, theirs, level + 1, self.held[moving], ours[self.kinds[moving]])
            level = int(mentors[mentors > level].min(initial=FAR))
        return Ways(teachers, mentors, ours)

    @staticmethod
    def _follow(
        mentors: Integers, labels: Integers, level: int, held: Integers, label: Integers
    ) -> None:
        """These kinds of mentors are one move further, if there was no shorter way."""
        later = mentors[held] > level
        mentors[held[later]], labels[held[later]] = level, FAR
        same = mentors[held] == level
        np.minimum.at(labels, held[same], label[same])

    def leading(self, kinds: Integers) -> Integers:
        """To how many mentors teachers of these kinds lead in any number of moves."""
        doors = self.doors
        found = np.zeros(len(kinds), dtype=np.int64)
        part = doors.part_of[kinds]
        for place in np.unique(part[part < len(doors.spans) - 1]).tolist():
            begin, end = doors.spans[place : place + 2].tolist()
            here = (self.held >= begin) & (self.held < end)
            first, last = begin // chains.BITS, -(-end // chains.BITS)
            size = last - first
            direct = np.zeros((size * chains.BITS, size), dtype=np.uint64)
            sizes = np.zeros(len(direct), dtype=np.int64)
            some = doors.sizes[first * chains.BITS : last * chains.BITS]
            sizes[: len(some)] = some
            chains.directed(doors.doors, self.kinds[here], self.held[here], first, direct)
            chains.closed_up(direct)
            mine = np.flatnonzero(part == place)
            counts = np.zeros(len(mine), dtype=np.int64)
            chains.reaching(doors.doors, kinds[mine], first, direct, sizes, counts)
            found[mine] = counts
        return found
