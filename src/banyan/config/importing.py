"""`banyan import`: files to the actions that bring them in, with progress and a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from banyan.kernel.viewer import system
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.snapshot import BadFile, Problem
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort, Programme

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)
SHOWN = 20  # faults printed; the rest are counted


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task(what, total=None)

        def progress(done: int, of: int) -> None:
            bars.update(task, completed=done, total=of or None)

        yield progress


def schools(file: Path, under: str, *, dry_run: bool, keep_good: bool) -> int:
    """0 when all rows are good or the good ones were to be kept, 1 when something is wrong."""
    place = Organisation.objects.filter(name=under).order_by("path").first()
    if place is None:
        err.print(f"There is no place named {under!r}. Name one with --under, or run: banyan begin")
        return 1
    try:
        with _bar(file.name) as progress:
            report = organisations.import_schools_file(
                file,
                place,
                by=system(timezone.now()),
                dry_run=dry_run,
                keep_good=keep_good,
                create_districts=True,
                progress=progress,
            )
    except BadFile as bad:
        err.print(f"[red]{file.name}: {bad.what}[/red] {bad.cure}")
        return 1
    return _tell(report.counts(), report.problems, report.notes, applied=report.applied)


def people(file: Path, programme: str, *, cohort: str, dry_run: bool, keep_good: bool) -> int:
    """0 when all rows are good or the good ones were to be kept, 1 when something is wrong."""
    cohorts = Cohort.objects.filter(programme__code=programme).order_by("-starts_on", "-pk")
    chosen = (cohorts.filter(name=cohort) if cohort else cohorts).first()
    if chosen is None:
        known = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
        err.print(f"There is no such programme or cohort. Programmes here: {known or 'none'}.")
        return 1
    try:
        with _bar(file.name) as progress:
            report = programmes.import_people(
                file,
                chosen,
                by=system(timezone.now()),
                dry_run=dry_run,
                keep_good=keep_good,
                progress=lambda rows: progress(rows, 0),
            )
    except BadFile as bad:
        err.print(f"[red]{file.name}: {bad.what}[/red] {bad.cure}")
        return 1
    return _tell(report.counts, report.problems, report.notes, applied=report.applied)


def _tell(
    counts: dict[str, int], problems: Sequence[Problem], notes: Sequence[str], *, applied: bool
) -> int:
    for note in notes:
        err.print(note)
    for problem in problems[:SHOWN]:
        err.print(f"row {problem.row}, {problem.column}: {problem.what} {problem.cure}")
    if len(problems) > SHOWN:
        err.print(f"… and {len(problems) - SHOWN} more.")
    out.print(", ".join(f"{name} {number}" for name, number in counts.items()))
    out.print("Written." if applied else "Nothing was written.")
    return 0 if applied or not counts["bad"] else 1
