"""Very many people, from a problem to a file of pairs, part by part.

What is told of a pair is written down where it is found: an answer in memory would weigh many times
as much as the people. Parts are kept in a folder until all are ready; a folder that is kept lets
work that was broken off go on where it was.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np

from matchmaker import criteria, engines
from matchmaker.auction import NOBODY
from matchmaker.blocking import Block
from matchmaker.engines import Engine
from matchmaker.files import BadInput, Fault, write_rows, written
from matchmaker.many import checked, hindrances, measures
from matchmaker.market import ENGINE
from matchmaker.outcome import Proof, Worth
from matchmaker.parts import Told, divided, tell_part
from matchmaker.pool import Pool
from matchmaker.problem import Problem
from matchmaker.solving import Progress, nowhere
from matchmaker.words import sentence

Row: TypeAlias = tuple[str, str, str, str]

WHOSE = "problem"  # the file that says whose parts a folder keeps


def match_parts(
    problem: Problem,
    out: Path,
    header: Row,
    *,
    engine: Engine = engines.here,
    keep: Path | None = None,
    progress: Progress = nowhere,
) -> Proof:
    """Answer a problem as `solve_many` does, and write the `header` and one row a teacher, in the
    order of the problem, to `out`: teacher, mentor, score and reasons, or what stood in the way.

    Parts are answered by `engine`. `keep` is a folder for those that are ready: another call with
    the same problem goes on with them. Raises `InvalidProblem` as `solve_many` does, `BadInput` for
    a folder that keeps another problem's parts, `EngineError`, and OSError where nothing can
    be written.
    """
    pool = checked(problem)
    with ExitStack() as stack:
        if keep is None:
            temporary = TemporaryDirectory(prefix=".parts-", dir=out.parent)
            folder = _Folder(Path(stack.enter_context(temporary)))
        else:
            folder = _Folder(keep)
            folder.claim(problem)
        parts = divided(pool, criteria.judged(pool))
        ready = [folder.summary(place) for place in range(len(parts))]
        waiting = [place for place, each in enumerate(ready) if each is None]
        waiting.sort(key=lambda place: -len(parts[place][0].rows) * len(parts[place][0].columns))
        tasks = [parts[place][1] for place in waiting]
        if len(tasks) < 2 or engine is engines.here:
            found = engines.here(partial(tell_part, progress=progress), tasks)
        else:
            found = engine(tell_part, tasks)
        done = len(problem.teachers) - sum(len(part.problem.teachers) for part in tasks)
        for at, told in found:
            ready[waiting[at]] = folder.add(waiting[at], told)
            done += len(tasks[at].problem.teachers)
            progress("match", done, len(problem.teachers))
        summaries = [each for each in ready if each is not None]
        rows = _rows(pool, [block for block, _ in parts], folder, summaries)
        progress("write", 0, 1)
        write_rows(out, chain([header], rows))
        progress("write", 1, 1)
    value = bound = Worth(0, 0)
    for each in summaries:
        value, bound = value.plus(each.value), bound.plus(each.bound)
    objective = problem.criteria.objective
    return Proof(
        objective=objective,
        measures=measures(objective, value, bound),
        worth=value,
        usual=None,
        engine=ENGINE,
    )


def _rows(
    pool: Pool, blocks: list[Block], folder: "_Folder", summaries: list["_Summary"]
) -> Iterator[Row]:
    """The rows of all parts in the order of the problem, with what stood in the way of those who
    are alone."""
    part_of = np.full(len(pool.teachers), NOBODY)
    for place, block in enumerate(blocks):
        part_of[pool.given_as[block.rows]] = place
    alone = [pool.row[each] for summary in summaries for each in summary.alone]
    nowhere_to_go = np.flatnonzero(part_of[pool.given_as] == NOBODY)
    hindered = hindrances(pool, np.concatenate([np.array(alone, dtype=np.int64), nowhere_to_go]))
    with ExitStack() as stack:
        tables = [stack.enter_context(folder.rows(place)) for place in range(len(blocks))]
        for teacher, place in zip(pool.problem.teachers, part_of.tolist(), strict=True):
            row = (teacher.id, "", "", "") if place == NOBODY else next(tables[place])
            if not row[1]:
                told = hindered[pool.row[teacher.id]]
                row = (teacher.id, "", "", " ".join(map(sentence, told)))
            yield row


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is known of a part that is ready, without its rows."""

    alone: tuple[str, ...]
    value: Worth
    bound: Worth


class _Folder:
    """The parts that are ready, each with its rows, and then a summary that says they are whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claim(self, problem: Problem) -> None:
        """Make the folder this problem's. Raises `BadInput` if it is another's."""
        digest = sha256(version("banyan").encode())
        given = asdict(problem.criteria), *map(sorted, (problem.pins, problem.forbidden))
        digest.update(repr((given, sorted(problem.prohibited.items()))).encode())
        for person in (*problem.teachers, *problem.mentors):
            digest.update(repr(person).encode())
        self.folder.mkdir(parents=True, exist_ok=True)
        whose = self.folder / WHOSE
        if not whose.exists():
            with written(whose) as file:
                file.write(digest.hexdigest())
        elif whose.read_text(encoding="utf-8") != digest.hexdigest():
            wrong = "This folder keeps work on other people, or by other criteria."
            cure = "Name another folder, or give the files that it was begun with."
            raise BadInput([Fault(str(self.folder), 0, "", wrong, cure)])

    def add(self, place: int, told: Told) -> _Summary:
        """Keep a part that is ready."""
        with written(self._path(place, "csv")) as file:
            file.write(told.text)
        summary = _Summary(told.alone, told.value, told.bound)
        with written(self._path(place, "json")) as file:
            json.dump(asdict(summary), file)
        return summary

    def summary(self, place: int) -> _Summary | None:
        """The summary of a part; None if it is not ready."""
        path = self._path(place, "json")
        if not path.exists():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        return _Summary(tuple(kept["alone"]), Worth(**kept["value"]), Worth(**kept["bound"]))

    @contextmanager
    def rows(self, place: int) -> Iterator[Iterator[Row]]:
        """The rows of a part that is ready."""
        with self._path(place, "csv").open(encoding="utf-8", newline="") as file:
            yield ((row[0], row[1], row[2], row[3]) for row in csv.reader(file))

    def _path(self, place: int, kind: str) -> Path:
        return self.folder / f"part-{place:03}.{kind}"
