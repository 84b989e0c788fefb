"""`banyan match`: teachers to mentors, from files to a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from banyan.config.console import FROM, PARTS, TO, err

if TYPE_CHECKING:
    from matchmaker.problem import Objective


@click.command()
@click.option("--mentors", type=FROM, help="File of the mentors: CSV, JSON or Parquet.")
@click.option("--teachers", type=FROM, help="File of the teachers: CSV, JSON or Parquet.")
@click.option(
    "--criteria",
    type=FROM,
    help="TOML file with weights and rules of your own; src/matchmaker/criteria.toml explains each"
    " and has the usual values.",
)
@click.option(
    "--objective",
    type=click.Choice(["most_matched", "total_fit", "fairest", "balanced", "stable"]),
    help="What the best answer is; without it, what the criteria say. See below.",
)
@click.option("--scores", type=FROM, help="File of scores made elsewhere, instead of people.")
@click.option("--capacities", type=FROM, help="File of the mentors' seats, for --scores.")
@click.option("--exact", is_flag=True, help="With --scores: the proven best, not within 0.1%.")
@click.option("--out", "to", type=TO, help="CSV file to write the pairs to.")
@click.option(
    "--explain",
    metavar="ID",
    help="Also tell why this teacher has whom she has, or why this mentor has seats free.",
)
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help="Also tell what changes would do, all together; see below.",
)
@click.option("--replay", type=FROM, help="JSON file of an answer: work it out again and compare.")
@click.option(
    "--engine",
    metavar="ENGINE",
    help='Where very many are matched: "here", "processes" (if not said), "dask"; see below.',
)
@click.option("--keep", type=PARTS, help="Folder in which work that is broken off can be taken up.")
@click.option("--json", "as_json", is_flag=True, help="Also print the answer as JSON.")
def match(  # the options of the command
    mentors: Path | None,
    teachers: Path | None,
    criteria: Path | None,
    objective: Objective | None,
    scores: Path | None,
    capacities: Path | None,
    exact: bool,
    to: Path | None,
    explain: str | None,
    changes: tuple[str, ...],
    replay: Path | None,
    engine: str | None,
    keep: Path | None,
    as_json: bool,
) -> None:
    """Match teachers to mentors, from spreadsheets to a spreadsheet. No database needed.

    \b
    mentors.csv     id, capacity, domains, languages                     (needed)
                    name, subjects, stages, years, school, district, state, hours, avoid,
                    prefers, skills, fluency, formats, contexts, says, minor
    teachers.csv    id, domains, languages                               (needed)
                    name, subjects, stages, years, school, district, state, hours, avoid,
                    prefers, earlier, skills, fluency, formats, contexts, asks, minor
    pairs.csv       teacher_id, mentor_id, score, reasons: a row for each teacher; where she has
                    no mentor, what stood in the way, and the least that would change it. A score
                    goes up to 10000: everything she asked for. Before an id that begins with
                    =, +, - or @ stands an apostrophe, so that no spreadsheet runs it.

    Lists are separated by ";" and ranked where order matters; skills are written "questioning:1"
    to 4, fluency "Hindi:A1" to C2. Unknown columns are reported. JSON is a list of objects with
    these names, in which lists are lists; Parquet needs pyarrow. The same files give the same
    pairs, and the answer is proven to be the best by its objective; of more than two million
    possible pairs, it is told how near the best it is. Wrong input: every fault with file, row,
    column and cure, and nothing is written.

    \b
    most_matched    as many teachers as possible have a mentor, then the highest total fit
    total_fit       the highest total fit, even where that leaves more teachers alone
    fairest         as many as possible, then the lowest fit as high as can be, then the next, ...
    balanced        as many as possible, then the total fit, with teachers spread over mentors
    stable          no teacher and mentor would both rather have each other

    \b
    --what-if       "pin T1=M2", "unpin T1=M2", "forbid T1=M2", "allow T1=M2", "capacity M2=4",
                    "weight domains=30", "rule minimum_years=5", "objective stable",
                    "without_teacher T1", "without_mentor M2"

    Of more than two million possible pairs, fairest is: as many as possible, then the lowest fit
    as high as can be, proven to the point, then fits that are even (a point counts the more, the
    worse somebody fits; nothing is proven of the second lowest by itself). Every other gap is at
    most 0.1% of the fit, or told as it is; and stable is exact.

    With --explain or --what-if, --out may be left out: then nothing is written. Of very many
    people, the parts that a question touches are answered again for it. What --json prints holds
    the problem too; --replay answers it again and says whether the answer is the same.

    Very many people (more than two million possible pairs) are matched part by part: people whom
    no chain of possible pairs connects. Parts are matched by processes of this machine, or by
    Dask: "dask" alone starts it here, "dask:tcp://host:8786" is a scheduler that runs. The pairs
    are the same. With --keep, parts that are ready stay in a folder, and the same command goes on
    from there. With one of these, what --json prints of very many people is the proof alone,
    without the pairs.

    \b
    Or, with scores of your own, also for hundreds of thousands:
    scores.csv      teacher_id, mentor_id, score: a row for each possible pair
    capacities.csv  id, capacity

    The highest total wins, proven to be within 0.1% of the best there can be; --json says how
    near it is.
    """
    people: dict[str, object] = {
        "--mentors": mentors,
        "--teachers": teachers,
        "--criteria": criteria,
        "--objective": objective,
        "--explain": explain,
        "--what-if": changes,
        "--engine": engine,
        "--keep": keep,
    }
    edges: dict[str, object] = {"--scores": scores, "--capacities": capacities}
    wanted: dict[str, object] = {"--mentors": mentors, "--teachers": teachers}
    others: dict[str, object] = {"--exact": exact}
    where = "people"
    if replay:
        wanted, where = {}, "an answer that is replayed"
        others |= {**people, **edges}
    elif scores or capacities:
        wanted, others, where = edges, people, "scores made elsewhere"
    if unused := [name for name, given in others.items() if given]:
        raise click.UsageError(f"{unused[0]} is not for {where}. Leave it out.")
    if (engine or keep) and (explain or changes):
        name = "--engine" if engine else "--keep"
        raise click.UsageError(f"{name} is not for --explain or --what-if. Leave it out.")
    if not (explain or changes or replay):
        wanted = {**wanted, "--out": to}
    if missing := [name for name, given in wanted.items() if not given]:
        raise click.UsageError(f"Missing option '{missing[0]}'.")
    # numpy, only when asked for
    from matchmaker import command as work  # noqa: PLC0415
    from matchmaker.asking import Asked  # noqa: PLC0415
    from matchmaker.engines import chosen  # noqa: PLC0415

    try:
        asked = Asked(explain, changes)
        where_done = chosen(engine) if engine else None
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with _progress() as progress:
        if replay:
            code = work.replay(replay, to, json=as_json, progress=progress)
        elif scores and capacities and to:
            code = work.match_scored(
                scores, capacities, to, exact=exact, json=as_json, progress=progress
            )
        elif mentors and teachers:
            code = work.match(
                mentors,
                teachers,
                criteria,
                to,
                json=as_json,
                objective=objective,
                asked=asked,
                engine=where_done,
                keep=keep,
                progress=progress,
            )
    sys.exit(code)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, nothing in a pipe."""
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=of)
            bars.update(tasks[step], completed=done, total=of)

        yield progress
