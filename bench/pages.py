"""Home pages and list pages against a bare one-query view of the same server, as ratios of CPU.

The web server of `banyan serve` runs as a child with one more address, the bare view; both are
asked for over HTTP, and what is compared is the CPU time of the server's processes. The bare view
is asked for by nobody in particular: it makes one query, and no session is read.

A second, harder yardstick is the same view called in this process without server or middleware,
against the page through Django's test client.

Also: queries of the list pages at 1, 25 and 100 rows. Run by `make bench` on both databases, in a
database of its own. Prints tables and asserts nothing. Linux only: CPU is read from /proc.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOME = tempfile.mkdtemp(prefix="banyan-bench-")
os.environ |= {"BANYAN_DEMO": "1", "BANYAN_DEBUG": "0", "BANYAN_HOME": HOME}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HOME}/bench.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django  # noqa: E402  # the environment comes first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    override_settings,
    setup_databases,
    teardown_databases,
)
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from banyan.demo import actions as demo  # noqa: E402
from banyan.demo.actions.world import SIZES, Size  # noqa: E402
from banyan.demo.queries import persona  # noqa: E402
from banyan.matching.models import Proposal, Round  # noqa: E402
from banyan.mentoring.models import Mentorship  # noqa: E402
from banyan.organisations.models import Organisation  # noqa: E402
from banyan.programmes.models import Cohort, Enrolment  # noqa: E402

out = Console(width=100)
ROUNDS, CALLS = 5, 10
TURNS = 15
ROWS = (1, 25, 100)
SIZE = Size(schools=12, mentors=16, teachers=140, months=2)


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process for one call: the median of several rounds."""
    call()
    seen = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        for _call in range(CALLS):
            call()
        seen.append((time.process_time() - begun) / CALLS * 1000)
    return statistics.median(seen)


def queries_of(browser: Client, address: str) -> int:
    """How many statements the second call of this page makes; stops for a page that fails."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
        count = len(queries)
    if response.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answered {response.status_code}")
    return count


class Served:
    """The web server as a child, and one browser that it keeps alive."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, address: str, cookie: str) -> None:
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
        self.line.request("GET", address, headers=headers)
        response = self.line.getresponse()
        response.read()
        if response.status != HTTPStatus.OK:
            raise SystemExit(f"{address} answered {response.status}")

    def compare(self, bare: str, page: str, cookie: str) -> tuple[float, float, float]:
        """Milliseconds of CPU of the server for one call of each, and the second by the first: the
        medians of rounds in which they take turns, for what else the machine does makes a
        processor slower for seconds at a time.

        A database elsewhere on the machine is not counted, for the yardstick as for the pages.
        """
        self.line.close()  # the server has closed one that was idle for half a minute
        self.ask(bare, "")
        self.ask(page, cookie)
        seen = []
        for _round in range(TURNS):
            yardstick = self.cpu(bare, "", calls=40)
            spent = self.cpu(page, cookie, calls=10)
            seen.append((yardstick, spent, spent / yardstick))
        bares, pages, ratios = zip(*seen, strict=True)
        return statistics.median(bares), statistics.median(pages), statistics.median(ratios)

    def cpu(self, address: str, cookie: str, calls: int) -> float:
        begun = self.spent()
        for _call in range(calls):
            self.ask(address, cookie)
        return (self.spent() - begun) / calls

    def spent(self) -> float:
        """Milliseconds of CPU, user and system, of the server and its children so far."""
        return sum(_nanoseconds(pid) for pid in _family(self.process.pid)) / 1e6


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _nanoseconds(pid: int) -> int:
    """On a processor, of all threads: `stat` counts whole hundredths of a second, and a bare view
    takes a tenth of one."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)


@contextmanager
def served() -> Iterator[Served]:
    """The web server on a free port, with the database of this run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    name = str(connection.settings_dict["NAME"])
    given = urlsplit(os.environ["DATABASE_URL"])
    url = f"sqlite:///{name}" if given.scheme == "sqlite" else given._replace(path=name).geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "server.settings",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)]),
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
        "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error",
        "banyan.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own words
    try:
        for _try in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait(20)


def time_pages(pages: list[tuple[str, str]]) -> Table:
    """The table of ratios; each yardstick is measured beside each page, so that what else the
    machine does falls on both."""
    title = f"CPU of a page on {connection.vendor}; the bare one-query view is 1"
    table = Table("page", "who", title=title)
    for head in ("served: bare ms", "page ms", "ratio", "in process", "queries"):
        table.add_column(head, justify="right")
    plain = Client()
    first = f"/bare/?pk={Organisation.objects.order_by('pk').values_list('pk', flat=True)[0]}"
    with served() as server:
        for who, address in pages:
            browser = Client()
            browser.force_login(persona(who))
            cookie = settings.SESSION_COOKIE_NAME
            signed_in = f"{cookie}={browser.cookies[cookie].value}"
            count = queries_of(browser, address)
            yardstick, spent, served_ratio = server.compare(first, address, signed_in)
            with override_settings(ROOT_URLCONF="server.urls", MIDDLEWARE=[]):
                alone = cpu(lambda: plain.get(first))
            ratio = cpu(partial(browser.get, address)) / alone
            table.add_row(
                address, who, f"{yardstick:.2f}", f"{spent:.1f}", f"{served_ratio:.1f}",
                f"{ratio:.0f}", str(count),
            )  # fmt: skip
    return table


def count_by_rows(pages: list[tuple[str, QuerySet[Any]]]) -> Table:
    """Statements of list pages when only so many rows are left; in brackets, how many there were.

    The others go in a transaction that is rolled back: what refers to them is checked at its end.
    """
    table = Table("list page", title=f"Queries by rows in the list, on {connection.vendor}")
    for rows in ROWS:
        table.add_column(f"{rows} rows" if rows > 1 else "1 row", justify="right")
    browser = Client()
    browser.force_login(persona("devi"))
    for address, listed in pages:
        counts = []
        for rows in ROWS:
            with transaction.atomic():
                keep = list(listed.order_by("-pk").values_list("pk", flat=True)[:rows])
                listed.exclude(pk__in=keep)._raw_delete(connection.alias)
                counts.append(f"{queries_of(browser, address)} ({len(keep)})")
                transaction.set_rollback(True)
        table.add_row(address, *counts)
    return table


def main() -> None:
    """Build the world, measure, and leave nothing behind."""
    test = connection.settings_dict["TEST"]
    test["NAME"] = test["NAME"] or f"{HOME}/bench.sqlite3"
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        out.print("Building a world of 140 teachers …")
        SIZES["bench"] = SIZE
        demo.build(size="bench", console=Console(quiet=True))
        call_command("collectstatic", interactive=False, verbosity=0)
        measure()
    finally:
        teardown_databases(made, verbosity=0)
        shutil.rmtree(HOME)


def measure() -> None:
    """Print both tables."""
    cohort = Cohort.objects.order_by("pk")[0]
    done = Round.objects.order_by("pk")[0]
    homes = [(who, "/") for who in ("arun", "meera", "devi", "kavita")]
    lists = [
        "/mentorships/",
        f"/cohorts/{cohort.pk}/",
        f"/rounds/{done.pk}/?show=pairs",  # the list that is long
        "/insights/trouble/",
    ]
    out.print(time_pages([*homes, *(("devi", address) for address in lists)]))
    pairs = Mentorship.objects.filter(cohort=cohort)
    rows = [
        pairs,
        Enrolment.objects.filter(cohort=cohort),
        Proposal.objects.filter(round=done),
        pairs,
    ]
    out.print(count_by_rows(list(zip(lists, rows, strict=True))))


if __name__ == "__main__":
    main()
