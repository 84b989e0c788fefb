"""Rows of a directory against the schools that are there: what is new, changed, same or wrong.

A school is known by its UDISE code; else by its type and the code of its own office; else by its
name in its place. Everything here is for one chunk of rows at a time, in at most three queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext

from banyan.organisations.models import Organisation
from banyan.organisations.snapshot.directory import Directory, School
from banyan.organisations.snapshot.tables import Problem
from banyan.organisations.snapshot.tree import Lost, Parent, Tree
from banyan.organisations.states import Level, SchoolType


class Present(NamedTuple):
    """A school that is there."""

    id: int
    name: str
    school_type: str
    udise_code: str | None
    local_code: str
    locality: str
    parent_id: int
    path: str

    @property
    def codeless(self) -> bool:
        return not self.udise_code and not self.local_code


CHUNK = 500  # rows in one transaction: SQLite lets one writer in at a time, so nobody waits long


def chunks(directory: Directory) -> Iterator[list[School | list[Problem]]]:
    """The rows of a directory, good and bad, CHUNK at a time."""
    rows = iter(directory)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


# Name, type, UDISE code, local code, locality, and the number of the parent in the tree.
New = tuple[str, str, str | None, str, str, int]
# The id of the school, what it gets, and the number of its parent: -1 where it stays.
Changed = tuple[int, str, str, str | None, str, str, int]


@dataclass(slots=True)
class Sorted:
    """One chunk, sorted: what is to be written is plain enough for a file."""

    new: list[New] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: int = 0
    problems: list[list[Problem]] = field(default_factory=list)  # one list a bad row


class _Wrong(Exception):
    """This row cannot be taken: column, what, cure."""


class Comparison:
    """Remembers across chunks which rows were seen, so that a file is consistent in itself.

    What it remembers of a row are three hashes and a number: about 20 MB for 100,000 rows.
    """

    def __init__(self, under_path: str, tree: Tree, heading_of: Callable[[str], str]) -> None:
        self.under_path = under_path
        self.tree = tree
        self.heading_of = heading_of
        self._rows_by_code: dict[int, int] = {}
        self._rows_by_name: dict[int, int] = {}  # negative for a row without codes
        self._touched: set[int] = set()
        self._has_codeless = Organisation.objects.filter(_CODELESS).exists()

    def sort(self, rows: list[School | list[Problem]]) -> Sorted:
        """Sort one chunk."""
        schools = [row for row in rows if isinstance(row, School)]
        found = _Found(schools, self._has_codeless)
        chunk = Sorted(problems=[row for row in rows if not isinstance(row, School)])
        for school in schools:
            try:
                parent = self._parent(school)
                self._refuse_twice(school, parent)
                present = found.for_row(school, parent, self._touched)
                if present is None:
                    chunk.new.append(
                        (
                            school.name,
                            school.school_type or SchoolType.OTHER.value,
                            school.udise_code or None,
                            school.local_code,
                            school.locality,
                            parent.number,
                        )
                    )
                    continue
                self._refuse_others(school, present)
            except _Wrong as wrong:
                column, what, cure = wrong.args
                chunk.problems.append([Problem(school.row, self.heading_of(column), what, cure)])
                continue
            self._touched.add(present.id)
            values, to = _values(present, school, parent)
            if to == -1 and values == present[1:6]:
                chunk.same += 1
            else:
                chunk.changed.append((present.id, *values, to))
        chunk.problems.sort(key=lambda problems: problems[0].row)
        return chunk

    def _parent(self, school: School) -> Parent:
        parent = self.tree.parent_for(school.state, school.district)
        if isinstance(parent, Lost):
            raise _Wrong(parent.column, parent.what, parent.cure)
        return parent

    def _refuse_twice(self, school: School, parent: Parent) -> None:
        """A row that says again what an earlier row said; only its hashes are remembered."""
        codes = {}
        if school.udise_code:
            codes[hash(school.udise_code)] = "udise_code"
        if school.local_code:
            kind = school.school_type or SchoolType.OTHER.value
            codes[hash((kind, school.local_code))] = "local_code"
        for code, column in codes.items():
            if earlier := self._rows_by_code.get(code):
                raise _Wrong(
                    column,
                    gettext("Row %(row)s has the same code.") % {"row": earlier},
                    gettext("Correct the code, or remove one of the two rows."),
                )
        name = hash((parent.number, school.name))
        earlier = self._rows_by_name.get(name, 0)
        if earlier and (earlier < 0 or not codes):
            raise _Wrong(
                "name",
                gettext("Row %(row)s has the same name in the same place.") % {"row": abs(earlier)},
                gettext("Give both their codes to tell them apart, or remove one of the two."),
            )
        self._rows_by_code.update(dict.fromkeys(codes, school.row))
        if not earlier:
            self._rows_by_name[name] = school.row if codes else -school.row

    def _refuse_others(self, school: School, present: Present) -> None:
        if not f"{present.path}/".startswith(f"{self.under_path}/"):
            raise _Wrong(
                "udise_code" if school.udise_code else "local_code",
                gettext("This code belongs to %(name)s, which is outside %(place)s.")
                % {"name": present.name, "place": self.tree.top.name},
                gettext("Correct the code, or ask an administrator of that area."),
            )
        if present.id in self._touched:
            raise _Wrong(
                "name",
                gettext("An earlier row is the same school, %(name)s.") % {"name": present.name},
                gettext("Remove one of the two rows."),
            )


def problems_in(
    directory: Directory, under: Organisation, *, create_districts: bool = False
) -> Iterator[Problem]:
    """Everything that is wrong in a directory for this place, in the order of its rows."""
    tree = Tree(under, create_districts=create_districts)
    comparison = Comparison(under.path or "", tree, directory.heading_of)
    for rows in chunks(directory):
        for problems in comparison.sort(rows).problems:
            yield from problems


_CODELESS = Q(level=Level.SCHOOL, udise_code__isnull=True, local_code="")


class _Found:
    """The schools that are there for the codes and names of one chunk.

    Names are looked up only where they can decide: for rows without codes, and, while there are
    schools without codes, for rows that might give one its code.
    """

    def __init__(self, schools: list[School], has_codeless: bool) -> None:
        udise = [school.udise_code for school in schools if school.udise_code]
        local = [school.local_code for school in schools if school.local_code]
        names = [
            school.name
            for school in schools
            if has_codeless or not (school.udise_code or school.local_code)
        ]
        kinds = {school.school_type or SchoolType.OTHER.value for school in schools}
        anywhere = Q()
        # The condition is that of the unique index, spelt so that it is used.
        of_kinds = Q(school_type__in=kinds, level=Level.SCHOOL) & ~Q(local_code="")
        of_schools = Q(level=Level.SCHOOL)
        self.by_udise = {row.udise_code: row for row in _present(anywhere, "udise_code", udise)}
        self.by_local = {
            (row.school_type, row.local_code): row
            for row in _present(of_kinds, "local_code", local)
        }
        self.by_name: dict[str, list[Present]] = {}
        for row in _present(of_schools, "name", names):
            self.by_name.setdefault(row.name, []).append(row)

    def for_row(self, school: School, parent: Parent, touched: set[int]) -> Present | None:
        """The school that this row means, or None for a new one. Raises _Wrong in doubt."""
        kind = school.school_type or SchoolType.OTHER.value
        by_udise = self.by_udise.get(school.udise_code) if school.udise_code else None
        by_local = self.by_local.get((kind, school.local_code)) if school.local_code else None
        if by_udise and by_local and by_udise.id != by_local.id:
            raise _Wrong(
                "local_code",
                gettext("The codes of this row belong to two schools, %(first)s and %(second)s.")
                % {"first": by_udise.name, "second": by_local.name},
                gettext("Correct one of the codes."),
            )
        if by_local and not by_udise and school.udise_code and by_local.udise_code:
            raise _Wrong(
                "udise_code",
                gettext("%(name)s has the UDISE code %(code)s so far.")
                % {"name": by_local.name, "code": by_local.udise_code},
                gettext("Correct the code here, or on the page of the school."),
            )
        return by_udise or by_local or self._by_name(school, parent, touched)

    def _by_name(self, school: School, parent: Parent, touched: set[int]) -> Present | None:
        here = [
            row
            for row in self.by_name.get(school.name, ())
            if row.parent_id == parent.id
            or (not school.district and parent.path and row.path.startswith(f"{parent.path}/"))
        ]
        without_codes = [row for row in here if row.codeless and row.id not in touched]
        if school.udise_code or school.local_code:
            return without_codes[0] if without_codes else None
        if len(here) > 1 and not without_codes:
            raise _Wrong(
                "name",
                gettext("There are %(count)s schools of this name here.") % {"count": len(here)},
                gettext("Give the UDISE code or the local code, to say which is meant."),
            )
        found = without_codes or here
        return found[0] if found else None


def _present(condition: Q, field: str, wanted: list[str]) -> Iterator[Present]:
    """Schools whose field has one of these values; no query when nothing is wanted.

    Lists come in blocks of neighbouring codes. So everything between the least and the greatest
    of such a block is read first, up to a limit: for new blocks, and for the same file again,
    that spares a statement of 500 parameters, which takes longer to write than to answer.
    """
    if not wanted:
        return
    rows = Organisation.objects.filter(condition).values_list(*Present._fields)
    least, greatest = min(wanted), max(wanted)
    if _are_numbered(wanted, least, greatest):
        block = list(rows.filter(**{f"{field}__range": (least, greatest)})[: 2 * CHUNK])
        if len(block) < 2 * CHUNK:
            yield from map(Present._make, block)
            return
    yield from map(Present._make, rows.filter(**{f"{field}__in": wanted}))


def _are_numbered(codes: list[str], least: str, greatest: str) -> bool:
    """Whether codes differ in digits only, as many in each: then databases of every collation
    agree with us on what stands between the least and the greatest."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(least, greatest, strict=False))
    start = sum(1 for _ in same)
    digits = "".join(code[start:] for code in codes)
    return {len(code) for code in codes} == {len(least)} and digits.isascii() and digits.isdigit()


def _values(
    present: Present, school: School, parent: Parent
) -> tuple[tuple[str, str, str | None, str, str], int]:
    """Name, type, UDISE code, local code and locality (the order of Present) as this row wants
    them, and the number of the parent it wants, -1 where the school stays.

    Empty cells keep what is there. A row that names no district leaves a school in the district
    in which somebody has put it.
    """
    stays = parent.id == present.parent_id or (
        not school.district and parent.path and present.path.startswith(f"{parent.path}/")
    )
    values = (
        school.name,
        school.school_type or present.school_type,
        school.udise_code or present.udise_code,
        school.local_code or present.local_code,
        school.locality or present.locality,
    )
    return values, -1 if stays else parent.number
