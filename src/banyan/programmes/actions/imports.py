"""Bringing in a list of people that has been read and checked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.organisations.states import ImportStatus
from banyan.programmes.models import Cohort, PeopleImport
from banyan.programmes.rules import COHORT_RIGHTS, IMPORT_RIGHTS
from banyan.trail import actions as trail


def keep_import(
    cohort: Cohort,
    file_name: str,
    content: bytes,
    counts: dict[str, int],
    problems: list[dict[str, Any]],
    *,
    by: Viewer,
) -> PeopleImport:
    """Keep an uploaded list and what checking it found, until somebody decides."""
    COHORT_RIGHTS.decide(by, cohort, "enrol").or_refuse()
    with transaction.atomic():
        row = PeopleImport.objects.create(
            cohort=cohort,
            uploaded_by_id=by.person_id,
            file_name=file_name[:120],
            content=content,
            counts=counts,
            problems=problems,
            created_at=by.now,
        )
        _record("import.check", row, by, **counts)
    return row


def apply_import(row: PeopleImport, counts: dict[str, int], *, by: Viewer) -> PeopleImport:
    """Its people are in; the file is no longer needed and is emptied."""
    return _decide(row, ImportStatus.APPLIED, "import.apply", by, counts)


def discard_import(row: PeopleImport, *, by: Viewer) -> PeopleImport:
    """Nobody of this list comes in; the file is emptied."""
    return _decide(row, ImportStatus.DISCARDED, "import.discard", by, row.counts)


def _decide(
    row: PeopleImport, status: ImportStatus, verb: str, by: Viewer, counts: dict[str, int]
) -> PeopleImport:
    IMPORT_RIGHTS.decide(by, row, "decide").or_refuse()
    with transaction.atomic():
        changed = PeopleImport.objects.filter(pk=row.pk, status=ImportStatus.CHECKED).update(
            status=status, applied_at=by.now, content=b"", counts=counts
        )
        if not changed:
            raise Stale(_("This list has been dealt with already."))
        _record(verb, row, by, **counts)
    row.status, row.applied_at, row.content, row.counts = status, by.now, b"", counts
    return row


def _record(verb: str, row: PeopleImport, by: Viewer, **counts: int) -> None:
    trail.record(
        verb=verb,
        subject=trail.subject_of(row.cohort),
        scope=row.cohort.programme.organisation.path or "",
        by=by,
        **counts,
    )
