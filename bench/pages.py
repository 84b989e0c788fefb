"""A home page and a list page against a bare one-query view, in one process, as ratios of CPU time.

Also: queries of each page at few and at many rows. Run by `make bench` on both databases.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

HOME = tempfile.mkdtemp(prefix="banyan-bench-")
os.environ["BANYAN_DEMO"] = "1"
os.environ["BANYAN_HOME"] = HOME
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HOME}/bench.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django  # noqa: E402  # the environment comes first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from banyan.config import serving  # noqa: E402
from banyan.demo.actions import build  # noqa: E402
from banyan.demo.queries import persona  # noqa: E402
from banyan.organisations.models import Organisation  # noqa: E402

out = Console()
ROUNDS, CALLS = 7, 20


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick: one row by its key, one line of text, no middleware."""
    return HttpResponse(Organisation.objects.values_list("name", flat=True).get(pk=1))


urlpatterns = [path("bare/", bare)]


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of CPU for one call: the median of several rounds."""
    call()
    seen = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        for _call in range(CALLS):
            call()
        seen.append((time.process_time() - begun) / CALLS * 1000)
    return statistics.median(seen)


def main() -> None:
    out.print("Building a small world …")
    serving.migrate()
    build(size="small", console=Console(quiet=True))
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]

    browser = Client()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yardstick = cpu(lambda: Client().get("/bare/"))
    table = Table(title=f"CPU of a page on {connection.vendor}; bare one-query view = 1")
    for head in ("page", "who", "ms", "times the bare view", "queries"):
        table.add_column(head, justify="left" if head in {"page", "who"} else "right")
    table.add_row("bare view", "", f"{yardstick:.2f}", "1.0", "1")
    for who, address in (
        ("arun", "/"),
        ("meera", "/"),
        ("devi", "/"),
        ("kavita", "/"),
        ("devi", "/mentorships/"),
        ("meera", "/sessions/"),
        ("devi", "/insights/trouble/"),
    ):
        browser.force_login(persona(who))
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} as {who} answered {response.status_code}")
        spent = cpu(lambda address=address: browser.get(address))
        table.add_row(address, who, f"{spent:.2f}", f"{spent / yardstick:.1f}", str(len(queries)))
    out.print(table)


if __name__ == "__main__":
    main()
