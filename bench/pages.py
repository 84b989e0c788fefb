"""Home pages and list pages against a bare one-query view, as ratios of CPU time in one process.

The view is called through the same handler and test client without any middleware; the pages go
through all of it. Also: queries of the list pages at 1, 25 and 100 rows. Run by `make bench` on
both databases, in a database of its own. Prints tables and asserts nothing.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

HOME = tempfile.mkdtemp(prefix="banyan-bench-")
os.environ |= {"BANYAN_DEMO": "1", "BANYAN_DEBUG": "0", "BANYAN_HOME": HOME}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HOME}/bench.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django  # noqa: E402  # the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    override_settings,
    setup_databases,
    teardown_databases,
)
from django.urls import path  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from banyan.demo import actions as demo  # noqa: E402
from banyan.demo.queries import persona  # noqa: E402
from banyan.matching.models import Proposal, Round  # noqa: E402
from banyan.mentoring.models import Mentorship  # noqa: E402
from banyan.organisations.models import Organisation  # noqa: E402
from banyan.programmes.models import Cohort, Enrolment  # noqa: E402

out = Console(width=100)
ROUNDS, CALLS = 5, 10
ROWS = (1, 25, 100)
SIZE = demo.Size(schools=12, mentors=16, teachers=140, months=2)


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick: one row by its key, one line of text, no middleware."""
    return HttpResponse(
        Organisation.objects.values_list("name", flat=True).get(pk=request.GET["pk"])
    )


urlpatterns = [path("bare/", bare)]


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process for one call: the median of several rounds.

    A server elsewhere on the machine, such as PostgreSQL, is not counted: for the yardstick as
    for the pages.
    """
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


def time_pages(pages: list[tuple[str, str]]) -> Table:
    """The table of ratios; the yardstick is measured beside each page, so that what else the
    machine does falls on both."""
    title = f"CPU of a page on {connection.vendor}; the bare one-query view is 1"
    table = Table("page", "who", title=title)
    for head in ("bare ms", "page ms", "ratio", "queries"):
        table.add_column(head, justify="right")
    plain = Client()
    first = f"/bare/?pk={Organisation.objects.order_by('pk').values_list('pk', flat=True)[0]}"
    for who, address in pages:
        browser = Client()
        browser.force_login(persona(who))
        count = queries_of(browser, address)
        with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
            yardstick = cpu(lambda: plain.get(first))
        spent = cpu(partial(browser.get, address))
        ratio = f"{spent / yardstick:.1f}"
        table.add_row(address, who, f"{yardstick:.2f}", f"{spent:.2f}", ratio, str(count))
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
        demo.SIZES["bench"] = SIZE
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
    lists = ["/mentorships/", f"/cohorts/{cohort.pk}/", f"/rounds/{done.pk}/", "/insights/trouble/"]
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
