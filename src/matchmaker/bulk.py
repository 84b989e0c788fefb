"""Very many people, from a problem to a file of pairs, part by part.

What is told of a pair is written down where it is found: an answer in memory would weigh many times
as much as the people. Parts are kept in a folder until all are ready; a folder that is kept lets
work that was broken off go on where it was.
"""

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np

from matchmaker import criteria, engines
from matchmaker.advising import Advising
from matchmaker.auction import NOBODY
from matchmaker.blocking import Block
from matchmaker.engines import Engine
from matchmaker.files import BadInput, Fault
from matchmaker.kinds import Codes
from matchmaker.many import Sums, checked, hindrances, put
from matchmaker.outcome import Measure, Proof, Reason, Worth
from matchmaker.packing import packed
from matchmaker.parts import Told, divided, tell_part
from matchmaker.pool import Pool
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.solving import Progress, nowhere
from matchmaker.words import sentences
from matchmaker.writing import put_rows, stored, written

Row: TypeAlias = tuple[str, str, str, str]

AT_ONCE = 10_000  # values that are read at a time
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
        blocks = [block for block, _ in parts]
        advising = _advising(pool, blocks, folder, progress)
        lines = _lines(pool, blocks, folder, summaries, advising.of_teachers())
        advice = advising.recruits()
        progress("write", 0, 1)
        with written(out) as file:
            put_rows(file, [header])
            file.writelines(lines)
        progress("write", 1, 1)
    sums = Sums(problem.criteria.objective)
    for each in summaries:
        sums.add(each.measures, each.worth, each.usual)
    return replace(sums.proof(), advice=advice)


def _advising(pool: Pool, blocks: list[Block], folder: "_Folder", progress: Progress) -> Advising:
    """What would change the answer of all parts."""
    columns, wanted = np.full((2, len(pool.teachers)), NOBODY, dtype=np.int64)
    for place, block in enumerate(blocks):
        mine, hers = folder.columns(place)
        put(columns, block, mine)
        put(wanted, block, hers)
    return Advising(pool, columns, wanted, blocks, progress)


def _lines(
    pool: Pool,
    blocks: list[Block],
    folder: "_Folder",
    summaries: list["_Summary"],
    relaxed: Mapping[int, tuple[Reason, ...]],
) -> Iterator[str]:
    """The lines of all parts in the order of the problem, with what stood in the way of those who
    are alone, and the first of what would give them a mentor (`relaxed`, by row)."""
    count = len(pool.teachers)
    part_of = np.full(count, NOBODY, dtype=np.int16)
    for place, (block, summary) in enumerate(zip(blocks, summaries, strict=True)):
        given = np.sort(pool.given_as[block.rows])
        part_of[np.delete(given, np.array(summary.alone, dtype=np.int64))] = place
    alone = np.flatnonzero(part_of[pool.given_as] == NOBODY)
    hindered = {
        int(pool.given_as[row]): (*told, *relaxed[row][:1])
        for row, told in hindrances(pool, alone).items()
    }
    with ExitStack() as stack:
        tables = [stack.enter_context(folder.lines(place)) for place in range(len(blocks))]
        for at, place in enumerate(part_of.tolist()):
            if place != NOBODY:
                yield next(tables[place])
            else:
                text = io.StringIO(newline="")
                teacher = pool.problem.teachers[at].id
                put_rows(text, [(teacher, "", "", sentences(hindered[at]))])
                yield text.getvalue()


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is known of a part that is ready, without its rows."""

    alone: tuple[int, ...]
    measures: tuple[Measure, ...]
    worth: Worth
    usual: Worth | None


class _Folder:
    """The parts that are ready, each with its rows and its pairs as numbers, and then a summary
    that says they are whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claim(self, problem: Problem) -> None:
        """Make the folder this problem's. Raises `BadInput` if it is another's."""
        digest = sha256(version("banyan").encode())
        given = asdict(problem.criteria), *map(sorted, (problem.pins, problem.forbidden))
        digest.update(repr((given, sorted(problem.prohibited.items()))).encode())
        for name, (values, codes) in chain(
            packed(Teacher, problem.teachers), packed(Mentor, problem.mentors)
        ):
            digest.update(repr((name, len(values))).encode())
            for first in range(0, len(values), AT_ONCE):
                digest.update(repr(values[first : first + AT_ONCE]).encode())
            if codes is not None:
                digest.update(codes.tobytes())
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
        with stored(self._path(place, "csv.gz")) as content:
            content.write(told.lines)
        with stored(self._path(place, "npy")) as content:
            np.save(content, np.stack([told.columns, told.wanted]))
        summary = _Summary(told.alone, told.measures, told.worth, told.usual)
        with written(self._path(place, "json")) as file:
            json.dump(asdict(summary), file)
        return summary

    def summary(self, place: int) -> _Summary | None:
        """The summary of a part; None if it is not ready."""
        path = self._path(place, "json")
        if not (path.exists() and self._path(place, "npy").exists()):
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        return _Summary(
            tuple(kept["alone"]),
            tuple(Measure(**each) for each in kept["measures"]),
            Worth(**kept["worth"]),
            Worth(**kept["usual"]) if kept["usual"] else None,
        )

    def columns(self, place: int) -> Codes:
        """The columns of a part that is ready, and the wanted ones."""
        with self._path(place, "npy").open("rb") as content:
            found: Codes = np.load(content, allow_pickle=False)
        return found

    @contextmanager
    def lines(self, place: int) -> Iterator[Iterator[str]]:
        """The lines of a part that is ready, each with all of its row."""
        path = self._path(place, "csv.gz")
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            yield _whole(file)

    def _path(self, place: int, kind: str) -> Path:
        return self.folder / f"part-{place:03}.{kind}"


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Lines of CSV, those put together that are one row: a quoted cell may hold several."""
    row = ""
    for line in lines:
        row = row + line if row else line
        if row.count('"') % 2 == 0:
            yield row
            row = ""
