"""Where the parts of a large piece of work are done: here, in processes of this machine, or on a
distributed engine.

An answer does not depend on where it was found. A worker that is lost costs time: what it was at
is done again, by another.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing import get_context
from os import cpu_count
from typing import Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

TRIES = 3  # a part that loses its worker so often is not tried again
LARGE = "1GiB"  # a part may weigh so much without a warning
BACK = 30  # seconds within which a worker that was lost is there again


class Engine(Protocol):
    """Does the work on each task and gives results with the places of their tasks, as they come."""

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result]]: ...


class EngineError(RuntimeError):
    """The work cannot be done where it was to be: what is wrong, and what to do about it."""

    wrong = ""
    cure = ""


class WorkersLostError(EngineError):
    """A part of the work lost its worker again and again."""

    wrong = "A worker was lost again and again, most likely for want of memory."
    cure = "Run it with --engine here, or on a machine with more memory."


class UnreachableError(EngineError):
    """No scheduler answers where one was said to be."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.wrong = f"No scheduler answers at {address}."
        self.cure = "Start it there, or leave --engine out."


def here(work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result]]:
    """One after the other, in this process."""
    for place, task in enumerate(tasks):
        yield place, work(task)


class Processes:
    """In so many processes of this machine. `work` and tasks must be such that can be pickled."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result]]:
        waiting = set(range(len(tasks)))
        lost = 0
        while waiting:
            try:
                for place, result in self._tried(work, tasks, sorted(waiting)):
                    waiting.remove(place)
                    lost = 0
                    yield place, result
            except BrokenProcessPool as broken:
                lost += 1
                if lost == TRIES:
                    raise WorkersLostError from broken

    def _tried(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], places: Sequence[int]
    ) -> Iterator[tuple[int, Result]]:
        # A process that was forked would have the threads of this one, halted where they were.
        with ProcessPoolExecutor(self.workers, mp_context=get_context("spawn")) as pool:
            begun = {pool.submit(work, tasks[place]): place for place in places}
            try:
                for done in as_completed(begun):
                    result = done.result()
                    yield begun.pop(done), result
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


class Watched:
    """An engine, and whether it was ever used."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.used = False

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result]]:
        self.used = True
        return self.engine(work, tasks)


class Dask:
    """On the workers of Dask: of the scheduler at `address`, else so many of this machine.

    Needs the extra `banyan[dask]`, on all its machines. Dask gives a lost worker's tasks to others.
    """

    def __init__(self, workers: int, address: str = "") -> None:
        self.workers = workers
        self.address = address

    def __call__(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result]]:
        import dask  # noqa: PLC0415  # an extra
        import distributed  # noqa: PLC0415

        mine = {
            "n_workers": self.workers,
            "threads_per_worker": 1,
            "memory_limit": 0,
            "dashboard_address": ":0",
        }
        where = {"address": self.address} if self.address else mine
        try:
            reached = distributed.Client(**where)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UnreachableError(self.address) from error
        with (
            dask.config.set({"distributed.admin.large-graph-warning-threshold": LARGE}),
            reached as client,
        ):
            begun = {
                client.submit(work, task, pure=False): place for place, task in enumerate(tasks)
            }
            try:
                for done in distributed.as_completed(list(begun)):  # type: ignore[no-untyped-call]
                    result = done.result()
                    yield begun.pop(done), result
                    done.release()
            except distributed.KilledWorker as lost:
                if not self.address:  # one that is just being started again cannot be closed
                    with suppress(TimeoutError):
                        client.wait_for_workers(self.workers, BACK)
                raise WorkersLostError from lost


def chosen(name: str) -> Engine:
    """The engine called so: "here", "processes", "dask", or "dask:" with a scheduler's address.

    Raises ValueError for another name, and for Dask where it is not installed.
    """
    workers = cpu_count() or 1
    if name == "here":
        return here
    if name == "processes":
        return Processes(workers)
    kind, _, address = name.partition(":")
    if kind != "dask":
        raise ValueError(f'There is no engine "{name}". Write "here", "processes" or "dask".')
    if find_spec("distributed") is None:
        raise ValueError(
            "Dask is not installed. Install it (.venv/bin/python -m pip install distributed)."
        )
    return Dask(workers, address)
