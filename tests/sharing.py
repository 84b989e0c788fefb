"""Tests in several processes, each a copy of one that has loaded and prepared everything.

To load the site, to find four thousand tests and to migrate a database takes a processor as long
as a twentieth of the tests. It is done once; then the process divides (`fork`), and each copy has
a copy of the database and takes what is next to be done, until nothing is left.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, cast

import pytest
from django.db import connections
from django.test import utils
from pytest_django.plugin import blocking_manager_key

FORK = multiprocessing.get_context("fork")
AT_ONCE = 25  # tests of one file that a process takes together


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--processes", type=int, default=1, help="how many processes share the tests")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    count = session.config.getoption("processes")
    if count < 2 or session.config.option.collectonly or session.testsfailed:
        return None
    with session.config.stash[blocking_manager_key].unblock():
        made = utils.setup_databases(0, False, parallel=count, serialized_aliases=[])
        try:
            for connection in connections.all():
                connection.close()  # a copy that is in memory stays
            Shared(session, count).run()
        finally:
            utils.teardown_databases(made, 0, parallel=count)
    return True


def together(items: list[pytest.Item]) -> Iterator[list[pytest.Item]]:
    """Tests that one process does one after the other: those of a named group, which share what
    takes long to make, first; then some of each file."""
    groups: dict[tuple[bool, str], list[pytest.Item]] = {}
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        key = (False, str(mark.args[0])) if mark else (True, str(item.path))
        groups.setdefault(key, []).append(item)
    for (of_a_file, _name), found in sorted(groups.items(), key=lambda one: one[0][0]):
        size = AT_ONCE if of_a_file else len(found)
        for start in range(0, len(found), size):
            yield found[start : start + size]


class Shared:
    """The tests of a session, and the processes that share them."""

    def __init__(self, session: pytest.Session, count: int) -> None:
        self.session = session
        self.count = count
        self.portions = list(together(session.items))
        self.taken = FORK.Value("i", 0)

    def run(self) -> None:
        """Until each test has said how it went; fails if one has not."""
        lines, workers = [], []
        for number in range(1, self.count + 1):
            here, there = FORK.Pipe(duplex=False)
            worker = FORK.Process(target=self.work, args=(number, there), daemon=True)
            worker.start()
            there.close()
            lines.append(here)
            workers.append(worker)
        try:
            done = self.listen(lines)
        finally:
            for worker in workers:
                worker.terminate() if lines else worker.join()
        if done != len(self.session.items):
            left = len(self.session.items) - done
            raise self.session.Interrupted(f"{left} tests were not finished")

    def listen(self, lines: list[Connection]) -> int:
        """Tells pytest what the processes report; how many tests were finished."""
        hook, done = self.session.config.hook, 0
        while lines:
            for line in cast(list[Connection], wait(lines)):
                try:
                    data = line.recv()
                except EOFError:
                    lines.remove(line)
                    continue
                report = hook.pytest_report_from_serializable(config=self.session.config, data=data)
                hook.pytest_runtest_logreport(report=report)
                done += report.when == "teardown"
                if self.session.shouldfail:
                    raise self.session.Failed(self.session.shouldfail)
        return done

    def work(self, number: int, line: Connection) -> None:
        """In a process of its own: with its own database, and its own place for what is printed."""
        config = self.session.config
        capture = config.pluginmanager.getplugin("capturemanager")
        assert capture is not None
        capture.stop_global_capturing()
        capture.start_global_capturing()
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(Teller(config, line))
        for connection in connections.all():
            connection.creation.setup_worker_connection(number)
        # The databases are there already, and go when all are done.
        utils.setup_databases = lambda *_given, **_named: []
        utils.teardown_databases = lambda *_given, **_named: None
        while portion := self.next():
            for item, following in zip(portion, [*portion[1:], self.session], strict=True):
                config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        self.session._setupstate.teardown_exact(None)

    def next(self) -> list[pytest.Item]:
        """What nobody has taken yet, or nothing."""
        with self.taken.get_lock():
            at = self.taken.value
            self.taken.value = at + 1
        return self.portions[at] if at < len(self.portions) else []


class Teller:
    """Sends what pytest reports to the process that divided."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self.config = config
        self.line = line

    def pytest_runtest_logreport(self, report: Any) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.line.send(data)
