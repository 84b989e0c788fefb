"""An uploaded school directory: checked and kept, then brought in or discarded."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.organisations.actions.directory import LARGE, Report, import_schools
from banyan.organisations.models import DirectoryImport, Organisation
from banyan.organisations.queries import ONE_SENDING, acting_for, free_to_take_up
from banyan.organisations.rules import IMPORT_RIGHTS
from banyan.organisations.snapshot.directory import Directory, directory_of
from banyan.organisations.snapshot.tables import Table
from banyan.organisations.states import ImportStatus, Role
from banyan.people.models import Person
from banyan.trail import actions as trail

KEPT_PROBLEMS = 200  # kept with an upload
NOTHING = {"new": 0, "changed": 0, "districts": 0}


def check_import(
    file_name: str,
    content: bytes,
    under: Organisation,
    *,
    by: Viewer,
    default_type: str = "",
    create_districts: bool = False,
) -> DirectoryImport:
    """Look at an uploaded directory and keep it with what was found, until somebody decides. The
    same sent again at once, with the same result, is the one that waits.

    Raises Refused, and BadFile for a file of which nothing is kept.
    """
    directory = Directory(Table(content), default_type)
    report = import_schools(
        directory, under, by=by, dry_run=True, create_districts=create_districts
    )
    sent = {
        "uploaded_by_id": by.person_id,
        "under": under,
        "file_name": file_name[-120:],
        "content": content,
    }
    found = {
        "options": {"default_type": default_type, "create_districts": create_districts},
        "notes": report.notes,
        "counts": report.counts(),
        "problems": [asdict(problem) for problem in report.problems[:KEPT_PROBLEMS]],
    }
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)  # in two tabs
        waiting = DirectoryImport.objects.filter(
            status=ImportStatus.CHECKED, created_at__gt=by.now - ONE_SENDING, **sent
        )
        for row in waiting:
            if all(getattr(row, name) == value for name, value in found.items()):
                return row
        row = DirectoryImport.objects.create(**sent, **found, created_at=by.now)
        _record("check", row, by)
    return row


def apply_import(row: DirectoryImport, *, by: Viewer, keep_good: bool = False) -> DirectoryImport:
    """Bring in what was checked; a large directory is left to the worker.

    Raises Stale when it was decided already, or when bad rows have come up since it was checked
    and the good ones are not to be kept; then it waits for a decision again.
    """
    IMPORT_RIGHTS.decide(by, row, "decide").or_refuse()
    large = row.counts["rows"] > LARGE
    with transaction.atomic():
        _claim(row, ImportStatus.APPLYING, by)
        _set(
            row,
            applied_by_id=by.person_id or None,
            taken_up_at=None if large else by.now,
            options={**row.options, "keep_good": keep_good},
            percent=0,
            written=NOTHING,
        )
        if large:
            trail.later("banyan.organisations.jobs.bring_in", row.pk)
    if not large:
        _bring_in(row, by)
    return row


def go_on_with_import(row: DirectoryImport, *, now: datetime) -> DirectoryImport:
    """Bring in what somebody has decided to bring in, from wherever an earlier run has stopped.

    Does nothing while somebody else is at it. When the file cannot come in any more, it waits for
    a decision again, with the reason among its notes.
    """
    mine = DirectoryImport.objects.filter(free_to_take_up(now), pk=row.pk).update(taken_up_at=now)
    if not mine:
        return row
    row.refresh_from_db(fields=["written"])
    try:
        _bring_in(row, acting_for(row.applied_by, Role.ADMINISTRATOR, row.under, now=now))
    except (Refused, Stale) as stopped:
        _set(row, notes=[*row.notes, str(stopped)], status=ImportStatus.CHECKED, applied_at=None)
    return row


def _bring_in(row: DirectoryImport, by: Viewer) -> None:
    before = dict(row.written)  # by an earlier run, to which these rows are "same" now

    def progress(done: int, of: int) -> None:
        if (percent := 100 * done // max(of, 1)) > row.percent:
            _set(row, percent=percent)

    def wrote(new: int, changed: int, districts: int) -> None:
        so_far = {"new": new, "changed": changed, "districts": districts}
        _set(row, written={name: row.written[name] + more for name, more in so_far.items()})

    try:
        report = import_schools(
            directory_of(row),
            row.under,
            by=by,
            keep_good=row.options["keep_good"],
            create_districts=row.options["create_districts"],
            progress=progress,
            wrote=wrote,
        )
        if not report.applied:
            raise Stale(
                gettext("The directory has changed since the file was checked. Send it again.")
            )
    except Stale:
        _set(row, status=ImportStatus.CHECKED, applied_at=None)
        raise
    with transaction.atomic():
        problems = [asdict(problem) for problem in report.problems[:KEPT_PROBLEMS]]
        _set(
            row,
            status=ImportStatus.APPLIED,
            content=b"",
            counts=_counts(report, before),
            problems=problems,
            percent=100,
        )
        _record("apply", row, by)


def _counts(report: Report, before: dict[str, int]) -> dict[str, int]:
    """What all runs together have done."""
    counts = report.counts()
    for name in NOTHING:
        counts[name] += before[name]
    counts["same"] -= before["new"] + before["changed"]
    return counts


@transaction.atomic
def discard_import(row: DirectoryImport, *, by: Viewer) -> None:
    """Nothing of this file comes in; the content is emptied. Raises Stale when it was decided."""
    IMPORT_RIGHTS.decide(by, row, "decide").or_refuse()
    _claim(row, ImportStatus.DISCARDED, by)
    _set(row, content=b"")
    _record("discard", row, by)


def _claim(row: DirectoryImport, status: ImportStatus, by: Viewer) -> None:
    """Of two tabs, one decides; the claim comes before the work, so that the other cannot start."""
    claimed = DirectoryImport.objects.filter(pk=row.pk, status=ImportStatus.CHECKED).update(
        status=status, applied_at=by.now
    )
    if not claimed:
        raise Stale(gettext("It was decided already what becomes of this file."))
    row.status, row.applied_at = status, by.now


def _set(row: DirectoryImport, **changes: Any) -> None:
    DirectoryImport.objects.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


def _record(verb: str, row: DirectoryImport, by: Viewer) -> None:
    trail.record(
        verb=f"directory_import.{verb}",
        subject=trail.subject_of(row),
        scope=row.under.path or "",
        by=by,
        **row.counts,
    )
