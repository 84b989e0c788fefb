"""Bringing a school directory in: looked at first, then written in small transactions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.organisations.actions.places import bulk_place
from banyan.organisations.models import Organisation
from banyan.organisations.rules import ORGANISATION_RIGHTS
from banyan.organisations.snapshot.comparison import Changed, Comparison, New, Sorted, chunks
from banyan.organisations.snapshot.directory import Directory
from banyan.organisations.snapshot.tables import Problem, Table
from banyan.organisations.snapshot.tree import Parent, Tree
from banyan.organisations.states import Level
from banyan.trail import actions as trail

MOST_PROBLEMS = 1_000  # kept in a report; `problems_in` goes through all of them

LARGE = 1_000  # rows of an upload that nobody should wait for: the worker brings them in

Progress = Callable[[int, int], None]  # bytes read so far, bytes to read
Wrote = Callable[[int, int, int], None]  # schools made, schools changed, districts made


@dataclass
class Report:
    """What an import would do (`applied` false) or did."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    districts: int = 0  # made on the way
    applied: bool = False
    problems: list[Problem] = field(default_factory=list)  # the first MOST_PROBLEMS
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same

    def counts(self) -> dict[str, int]:
        names = ("rows", "new", "changed", "same", "bad", "districts")
        return {name: getattr(self, name) for name in names}

    def add(self, chunk: Sorted) -> None:
        self.new += len(chunk.new)
        self.changed += len(chunk.changed)
        self.same += chunk.same
        self.bad += len(chunk.problems)
        self.rows = self.good + self.bad
        for problems in chunk.problems:
            self.problems += problems[: MOST_PROBLEMS - len(self.problems)]


def import_schools_file(
    path: Path,
    under: Organisation,
    *,
    by: Viewer,
    dry_run: bool = False,
    keep_good: bool = False,
    create_districts: bool = False,
    default_type: str = "",
    progress: Progress | None = None,
) -> Report:
    """`import_schools` of the CSV file at this path. Raises BadFile as well."""
    return import_schools(
        Directory(Table(path), default_type),
        under,
        by=by,
        dry_run=dry_run,
        keep_good=keep_good,
        create_districts=create_districts,
        progress=progress,
    )


def import_schools(
    directory: Directory,
    under: Organisation,
    *,
    by: Viewer,
    dry_run: bool = False,
    keep_good: bool = False,
    create_districts: bool = False,
    progress: Progress | None = None,
    wrote: Wrote | None = None,
) -> Report:
    """Bring the schools of a directory in, under a nation, state or district.

    The whole file is looked at first. A dry run ends there; so does a file with bad rows, unless
    the good ones are to be kept. Then chunks of CHUNK rows are written, each in one transaction
    with its trail event, so that what was written is known even if the power goes; the same file
    again completes it and changes nothing else; `wrote` hears of each chunk in that transaction.
    Raises Refused, BadFile, and Stale when somebody
    else brought the same codes in meanwhile.
    """
    ORGANISATION_RIGHTS.decide(by, under, "import_schools").or_refuse()
    size = directory.table.size
    tree = Tree(under, create_districts=create_districts)
    comparison = Comparison(under.path or "", tree, directory.heading_of)
    report = Report(notes=list(directory.notes))
    # What is to be written waits in a file: memory stays small, and nothing is read twice.
    with TemporaryFile("w+", encoding="utf-8") as waiting:
        for rows in chunks(directory):
            chunk = comparison.sort(rows)
            report.add(chunk)
            if not dry_run and (chunk.new or chunk.changed):
                waiting.write(json.dumps([chunk.new, chunk.changed]) + "\n")
            if progress:
                progress(directory.table.position, size if dry_run else size * 2)
        report.districts = sum(parent.id is None for parent in tree.parents)
        if dry_run or (report.bad and not keep_good):
            return report
        waiting.seek(0)
        written = 0
        for line in waiting:
            new, changed = json.loads(line)
            _write_chunk(new, changed, tree.parents, under, by, wrote)
            written += len(new) + len(changed)
            if progress:
                progress(size + size * written // (report.new + report.changed), size * 2)
    if progress:
        progress(size * 2, size * 2)
    with transaction.atomic():
        trail.record(
            verb="organisation.import",
            subject=trail.subject_of(under),
            scope=under.path or "",
            by=by,
            **report.counts(),
        )
    report.applied = True
    return report


@transaction.atomic
def _write_chunk(
    new: list[New],
    changed: list[Changed],
    parents: list[Parent],
    under: Organisation,
    by: Viewer,
    wrote: Wrote | None,
) -> None:
    """Write one chunk and its event. Raises Stale when a school came in that was not there when
    the file was compared."""
    # One import at a time under one place: the next one waits for this chunk to commit.
    Organisation.objects.select_for_update().get(pk=under.pk)
    try:
        with transaction.atomic():
            numbers = {row[-1] for row in new} | {row[-1] for row in changed if row[-1] >= 0}
            districts = _make([parents[number] for number in sorted(numbers)])
            _add(new, parents)
            _change(changed, parents)
    except IntegrityError as error:
        raise _overtaken() from error
    trail.record(
        verb="organisation.import_part",
        subject=trail.subject_of(under),
        scope=under.path or "",
        by=by,
        new=len(new),
        changed=len(changed),
    )
    if wrote:
        wrote(len(new), len(changed), districts)


def _overtaken() -> Stale:
    return Stale(gettext("Somebody else is bringing in the same schools. Check the file again."))


def _make(parents: list[Parent]) -> int:
    """The districts among these that are not there yet; returns how many."""
    wanted = [parent for parent in parents if parent.id is None]
    made = bulk_place(
        [
            Organisation(name=parent.name, level=Level.DISTRICT, parent_id=parent.state.id)
            for parent in wanted
            if parent.state
        ]
    )
    for parent, district in zip(wanted, made, strict=True):
        parent.id = district.pk
        parent.path = f"{parent.state.path}/{district.pk}" if parent.state else ""
    return len(made)


_INSERT = (
    "INSERT INTO organisations_organisation"
    " (level, lgd_code, name, school_type, udise_code, local_code, locality, parent_id)"
    " VALUES ('school', '', %s, %s, %s, %s, %s, %s)"
)
_PATHS = (
    "UPDATE organisations_organisation SET path = ("
    "SELECT above.path FROM organisations_organisation above"
    " WHERE above.id = organisations_organisation.parent_id"
    ") || '/' || CAST(id AS varchar(20)) WHERE path IS NULL"
)


def _add(new: list[New], parents: list[Parent]) -> None:
    """New schools. The statements are written out because a directory may have 100,000 rows and
    model instances cost four times what the database does (`bench/imports.py`)."""
    if not new:
        return
    # Codes are guarded by the database; a name without a code is not.
    names = {(row[0], parents[row[-1]].id) for row in new if not (row[2] or row[3])}
    if names:
        same = Organisation.objects.filter(level=Level.SCHOOL, name__in={name for name, _ in names})
        if not names.isdisjoint(same.values_list("name", "parent_id")):
            raise _overtaken()
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [(*row[:-1], parents[row[-1]].id) for row in new])
        cursor.execute(_PATHS)


def _change(changed: list[Changed], parents: list[Parent]) -> None:
    stays, moves = [], []
    for pk, name, kind, udise_code, local_code, locality, number in changed:
        school = Organisation(
            pk=pk,
            name=name,
            school_type=kind,
            udise_code=udise_code,
            local_code=local_code,
            locality=locality,
        )
        if number < 0:
            stays.append(school)
        else:
            school.parent_id = parents[number].id
            school.path = f"{parents[number].path}/{pk}"
            moves.append(school)
    fields = ["name", "school_type", "udise_code", "local_code", "locality"]
    Organisation.objects.bulk_update(stays, fields)
    Organisation.objects.bulk_update(moves, [*fields, "parent", "path"])
