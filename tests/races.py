"""Several who act at the same moment, on a database that threads share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection, connections

from banyan.kernel.decision import Refused, Stale


@contextmanager
def threads_share(folder: Path) -> Iterator[None]:
    """The test database, or on SQLite a file of its own, which all threads of the test see."""
    if connection.vendor != "sqlite":
        yield
        return
    held, before = connection.connection, connection.settings_dict
    file = str(folder / "race.sqlite3")
    held.execute("VACUUM INTO ?", [file])
    connection.connection = None
    connection.settings_dict = {**before, "NAME": file, "TEST": {**before["TEST"], "NAME": file}}
    connections.settings["default"], kept = (
        connection.settings_dict,
        connections.settings["default"],
    )
    try:
        yield
    finally:
        connection.close()
        connections.settings["default"] = kept
        connection.settings_dict, connection.connection = before, held


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Does all of it at once, each with a connection of its own; says what came of each."""
    gate = threading.Barrier(len(acts))
    said: list[str] = []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            said.append("done")
        except (Refused, Stale, OperationalError) as error:
            said.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)
