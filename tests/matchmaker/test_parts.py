"""Parts of a problem: found, answered on any engine, taken up again, and told as the whole is."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import dask
import distributed  # noqa: F401  # brings the settings that are changed here
import numpy as np
import pytest
from hypothesis import given, settings

from matchmaker import blocking, criteria, engines, parts
from matchmaker.blocking import Blocking
from matchmaker.bulk import match_parts
from matchmaker.command import HEADER, rows
from matchmaker.engines import Dask, Engine, Processes, UnreachableError, WorkersLostError, here
from matchmaker.files import BadInput
from matchmaker.many import solve_many
from matchmaker.parts import divided
from matchmaker.pool import Booleans, Pool
from matchmaker.problem import Criteria, Problem
from matchmaker.rules import RULES
from matchmaker.writing import write_rows
from tests.matchmaker.country import country
from tests.matchmaker.fragile import fragile
from tests.matchmaker.instances import problems


@given(problem=problems(9, 7))
@settings(max_examples=200, deadline=None)
def test_parts_hold_every_pair_that_may_be_made_and_cannot_be_divided(problem: Problem) -> None:
    pool = Pool(problem)
    open_: Booleans = np.ones(pool.shape, dtype=np.bool_)
    for rule in RULES:
        if rule.broken is not None:
            open_ &= ~rule.broken(pool)
    inside: Booleans = np.zeros(pool.shape, dtype=np.bool_)
    for block in Blocking(pool).parts():
        assert not inside[block.rows].any() and not inside[:, block.columns].any()
        inside[np.ix_(block.rows, block.columns)] = True
        among = open_[np.ix_(block.rows, block.columns)]
        assert among.any(axis=1).all() and among.any(axis=0).all()
        assert reached(among) == len(block.rows)
    assert not (open_ & ~inside).any()


def reached(open_: Booleans) -> int:
    """How many rows can be come to from the first, from pair to pair."""
    there: Booleans = np.zeros(len(open_), dtype=np.bool_)
    there[0] = True
    while True:
        more = open_[:, open_[there].any(axis=0)].any(axis=1)
        if (more <= there).all():
            return int(there.sum())
        there |= more


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """The pairs of the country, as they are told when all are held at once."""
    problem, out = country(), tmp_path / "whole.csv"
    write_rows(out, rows(problem, solve_many(problem)))
    return out.read_bytes()


@pytest.fixture(autouse=True)
def parts_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL", 100)


@pytest.mark.parametrize("engine", [here, Processes(2), Dask(2)], ids=["here", "processes", "dask"])
def test_every_engine_writes_the_same_pairs_to_the_byte(
    engine: Engine, tmp_path: Path, whole: bytes
) -> None:
    out = tmp_path / "pairs.csv"
    proof = match_parts(country(), out, HEADER, engine=engine)
    assert out.read_bytes() == whole
    outcome = solve_many(country())
    assert outcome.unmatched
    assert (proof.measures, proof.worth) == (outcome.measures, outcome.worth)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.csv", "whole.csv"]


def test_it_is_told_how_many_pairs_are_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "OFTEN", 7)
    monkeypatch.setattr(parts, "SMALL", 1_000_000)
    heard = list[tuple[str, int, int]]()
    proof = match_parts(
        country(), tmp_path / "pairs.csv", HEADER, progress=lambda *told: heard.append(told)
    )
    many = proof.worth.matched
    explained = [done for step, done, of in heard if step == "explain" and of == many]
    assert explained == [*range(0, many, 7), many]


def test_small_parts_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(country())
    judged = criteria.judged(pool)
    assert len(divided(pool, judged)) == 5
    monkeypatch.setattr(parts, "SMALL", 500)
    assert len(divided(pool, judged)) == 2
    monkeypatch.setattr(parts, "SMALL", 1_000_000)
    assert len(divided(pool, judged)) == 1


def test_too_many_kinds_to_be_compared_are_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "COMPARED", 3)
    assert len(Blocking(Pool(country())).parts()) == 1


@pytest.mark.parametrize("engine", [Processes(2), Dask(2)], ids=["processes", "dask"])
def test_what_a_lost_worker_was_at_is_done_again(engine: Engine, tmp_path: Path) -> None:
    done = dict(engine(partial(fragile, tmp_path, 2), range(6)))
    assert done == {number: 2 * number for number in range(6)}
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("engine", [Processes(2), Dask(2)], ids=["processes", "dask"])
def test_work_that_loses_every_worker_is_given_up(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(WorkersLostError):
        list(engine(partial(fragile, tmp_path, 100), [3]))


class BrokenOff(Exception):
    """What stops the work half-way."""


Work = Callable[[object], object]


class Watched:
    """Does the work here, counts what was asked of it, and may break off."""

    def __init__(self, after: int | None = None) -> None:
        self.asked = 0
        self.after = after

    def __call__(self, work: Work, tasks: Sequence[object]) -> Iterator[tuple[int, object]]:
        self.asked += len(tasks)
        yield from islice(here(work, tasks), self.after)
        if self.after is not None:
            raise BrokenOff


def test_work_that_was_broken_off_is_taken_up_where_it_was(tmp_path: Path, whole: bytes) -> None:
    out, keep = tmp_path / "pairs.csv", tmp_path / "parts"

    def matched(engine: Watched) -> int:
        proof = match_parts(country(), out, HEADER, engine=engine, keep=keep)  # type: ignore[arg-type]  # of any task
        assert proof.worth == solve_many(country()).worth
        assert out.read_bytes() == whole
        return engine.asked

    with pytest.raises(BrokenOff):
        matched(Watched(after=3))
    assert not out.exists()
    assert matched(Watched()) == 2
    assert matched(Watched()) == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from matchmaker import parts
from matchmaker.bulk import match_parts
from matchmaker.command import HEADER
from matchmaker.engines import Processes
from tests.matchmaker.country import country

def progress(step, done, of):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    parts.SMALL = 100
    out, keep = map(Path, sys.argv[1:3])
    match_parts(country(), out, HEADER, engine=Processes(1), keep=keep, progress=progress)
"""


@pytest.mark.parametrize(("step", "ready"), [("match", 1), ("write", 5)])
def test_work_that_was_killed_goes_on_and_ends_the_same(
    step: str, ready: int, tmp_path: Path, whole: bytes
) -> None:
    """Killed with a part ready, and again with all of them."""
    out, keep, script = (tmp_path / name for name in ("pairs.csv", "parts", "killed.py"))
    script.write_text(KILLED)
    root = str(Path(__file__).parents[2])
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)])}
    killed = subprocess.run(
        [sys.executable, str(script), str(out), str(keep), step], env=found, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert not out.exists()
    assert len(list(keep.glob("part-*.json"))) == ready
    watched = Watched()
    match_parts(country(), out, HEADER, engine=watched, keep=keep)  # type: ignore[arg-type]  # of any task
    assert watched.asked == 5 - ready
    assert out.read_bytes() == whole


def test_a_row_may_hold_several_lines(tmp_path: Path) -> None:
    problem = country()
    said = 'domain "1"\n\r\nof several lines'
    first, pinned, *others = problem.teachers
    pinned = replace(pinned, domains=(said,))
    problem = replace(problem, teachers=(first, pinned, *others))
    out, told = tmp_path / "pairs.csv", tmp_path / "whole.csv"
    match_parts(problem, out, HEADER)
    write_rows(told, rows(problem, solve_many(problem)))
    assert said.replace('"', '""').encode() in out.read_bytes()
    assert out.read_bytes() == told.read_bytes()


def test_a_folder_with_other_work_is_left_alone(tmp_path: Path) -> None:
    out, keep = tmp_path / "pairs.csv", tmp_path / "parts"
    match_parts(country(), out, HEADER, keep=keep)
    before = {path.name: path.read_bytes() for path in keep.iterdir()}
    others = country(teachers=149)
    for other in (others, replace(country(), criteria=Criteria())):
        with pytest.raises(BadInput) as refused:
            match_parts(other, out, HEADER, keep=keep)
        assert [str(fault) for fault in refused.value.faults] == [
            f"{keep}: This folder keeps work on other people, or by other criteria."
            " Name another folder, or give the files that it was begun with."
        ]
    assert {path.name: path.read_bytes() for path in keep.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "kind"), [("here", None), ("processes", Processes), ("dask", Dask)]
)
def test_an_engine_is_chosen_by_its_name(name: str, kind: type | None) -> None:
    found = engines.chosen(name)
    assert found is here if kind is None else isinstance(found, kind)


def test_a_scheduler_is_chosen_by_its_address() -> None:
    found = engines.chosen("dask:tcp://127.0.0.1:8786")
    assert isinstance(found, Dask)
    assert found.address == "tcp://127.0.0.1:8786"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere://", "127.0.0.1:9"])
def test_a_scheduler_that_is_not_there_is_told(address: str, tmp_path: Path) -> None:
    soon = dask.config.set({"distributed.comm.timeouts.connect": "100ms"})
    with soon, pytest.raises(UnreachableError) as refused:
        match_parts(country(), tmp_path / "pairs.csv", HEADER, engine=Dask(2, address))
    assert str(refused.value) == address


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError) as refused:
        engines.chosen("spark")
    assert str(refused.value) == 'There is no engine "spark". Write "here", "processes" or "dask".'
