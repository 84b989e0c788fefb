"""An uploaded list of people: checked and kept, then brought in or discarded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.organisations.queries import ONE_SENDING, acting_for, free_to_take_up
from banyan.organisations.snapshot import Problem, Table
from banyan.organisations.states import ImportStatus, Role
from banyan.people.models import Person
from banyan.programmes.actions.imports import Known, Report, chunks, count, import_people, take
from banyan.programmes.models import Cohort, PeopleImport
from banyan.programmes.rules import COHORT_RIGHTS, IMPORT_RIGHTS
from banyan.programmes.snapshot import PeopleList
from banyan.trail import actions as trail

LARGE = 100  # rows that nobody should wait for: the worker takes them in
AT_ONCE = 2_000  # rows in one task of the worker, far from its time limit


def keep_import(
    cohort: Cohort, file_name: str, content: bytes, *, by: Viewer
) -> tuple[PeopleImport, Report]:
    """Check an uploaded list and keep it until somebody decides. The same sent again at once, with
    the same result, is the list that waits. Raises BadFile."""
    report = import_people(content, cohort, by=by, dry_run=True)
    found = {
        "cohort": cohort,
        "uploaded_by_id": by.person_id,
        "file_name": file_name[:120],
        "content": content,
    }
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)  # in two tabs
        waiting = PeopleImport.objects.filter(
            status=ImportStatus.CHECKED, created_at__gt=by.now - ONE_SENDING, **found
        )
        for row in waiting:
            if (row.counts, row.problems) == (report.counts, report.told()):
                return row, report
        row = PeopleImport.objects.create(
            **found, counts=report.counts, problems=report.told(), created_at=by.now
        )
        _record("import.check", row, by)
    return row, report


def apply_import(row: PeopleImport, *, by: Viewer) -> PeopleImport:
    """Take in the good rows; a large list is left to the worker.

    The list is claimed before the first row is written, so that two tabs never apply it twice.
    The file is emptied as soon as it is no longer needed.
    """
    large = row.counts["rows"] > LARGE
    with transaction.atomic():
        _decide(
            row,
            "import.apply",
            by,
            status=ImportStatus.APPLYING,
            applied_by_id=by.person_id or None,
            taken_up_at=None if large else by.now,
            problems=[],
        )
        if large:
            trail.later("banyan.programmes.jobs.bring_in", row.pk)
    if not large:
        _bring_in(row, by, at_most=row.counts["rows"])
    return row


def go_on_with_import(row: PeopleImport, *, now: datetime) -> PeopleImport:
    """Take in the next rows of a list, from where an earlier run has stopped, `AT_ONCE` at most;
    then another task goes on.

    Does nothing while somebody else is at it. A list that may not come in any more (the
    programme is closed) waits for a decision again.
    """
    mine = PeopleImport.objects.filter(free_to_take_up(now), pk=row.pk).update(taken_up_at=now)
    if not mine:
        return row
    row.refresh_from_db(fields=["written", "problems"])
    place = row.cohort.programme.organisation
    by = acting_for(row.applied_by, Role.COORDINATOR, place, now=now)
    if not COHORT_RIGHTS.decide(by, row.cohort, "enrol"):
        _set(row, status=ImportStatus.CHECKED, applied_at=None)
    elif not _bring_in(row, by, at_most=AT_ONCE):
        with transaction.atomic():
            _set(row, taken_up_at=None)
            trail.later("banyan.programmes.jobs.bring_in", row.pk)
    return row


def discard_import(row: PeopleImport, *, by: Viewer) -> PeopleImport:
    """Nobody of this list comes in; the file is emptied."""
    with transaction.atomic():
        _decide(row, "import.discard", by, status=ImportStatus.DISCARDED, content=b"")
    return row


def _decide(row: PeopleImport, verb: str, by: Viewer, **changes: Any) -> None:
    IMPORT_RIGHTS.decide(by, row, "decide").or_refuse()
    undecided = PeopleImport.objects.filter(pk=row.pk, status=ImportStatus.CHECKED)
    if not undecided.update(applied_at=by.now, **changes):
        raise Stale(_("This list has been dealt with already."))
    for name, value in {"applied_at": by.now, **changes}.items():
        setattr(row, name, value)
    _record(verb, row, by)


def _set(row: PeopleImport, **changes: Any) -> None:
    PeopleImport.objects.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


def _bring_in(row: PeopleImport, by: Viewer, *, at_most: int) -> bool:
    """Take in the rows of a list that are not done yet; False when some are left.

    Each row is one transaction with the counts up to it: what was done is known even if the power
    goes, and nobody else waits longer than for one row.
    """
    cohort = row.cohort
    rows = PeopleList(Table(bytes(row.content)), cohort.programme)
    report = Report(problems=[Problem(**told) for told in row.problems])
    report.counts |= row.written
    done = report.counts["rows"]
    seen: dict[object, int] = {}
    number = 0
    for chunk in chunks(rows):
        known = Known(chunk, cohort)
        for each in chunk:
            number += 1
            if number <= done:  # only to know who was in the list already
                if not isinstance(each, list):
                    take(each, known, seen, rows, by, False)
                continue
            if number > done + at_most:
                return False
            told = len(report.problems)
            with transaction.atomic():
                count(report, each, known, seen, rows, by, True)
                more = {"problems": report.told()} if len(report.problems) > told else {}
                _set(row, written=dict(report.counts), **more)
    _set(row, status=ImportStatus.APPLIED, content=b"", counts=report.counts)
    return True


def _record(verb: str, row: PeopleImport, by: Viewer) -> None:
    trail.record(
        verb=verb,
        subject=trail.subject_of(row.cohort),
        scope=row.cohort.programme.organisation.path or "",
        by=by,
        list=row.pk,
    )
