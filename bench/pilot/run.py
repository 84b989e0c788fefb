"""A year of the pilot, 60 mentors and 700 teachers, lived through the worker in one process.

The clock is moved; everything else is as it runs: people act through the actions that pages use,
and the queue's own scheduler, pusher, worker and monitor do what is due. People go away, schools
are closed, pairs rest and end, clocks are changed for mentors abroad; the mail server is away for a
day, the worker for a working day; it is killed at a statement of the database's or with a mail in
its hands, loses receipts, and is handed tasks a second time. Then everything is counted again from
what was written down meanwhile, and every difference is told. Run by `make year`; with three
numbers after it this lives another pilot: mentors, teachers, days.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date

HOME = tempfile.mkdtemp(prefix="banyan-bench-")
os.environ |= {"BANYAN_DEBUG": "1", "BANYAN_HOME": HOME}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HOME}/bench.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django  # noqa: E402  # the environment comes first

django.setup()

from bench.pilot import post  # noqa: E402
from bench.pilot.opening import Size  # noqa: E402
from bench.pilot.year import Trouble, live  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test.utils import (  # noqa: E402
    override_settings,
    setup_databases,
    teardown_databases,
)

STARTS_ON, SEED = date(2026, 1, 12), 2026
YEAR = Size(mentors=60, teachers=700, days=365)
TROUBLE = Trouble(mail_away=100, worker_away=200)
SHOWN = 20  # differences that are told one by one


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    given = [int(each) for each in sys.argv[1:]]
    size = Size(*given) if given else YEAR
    settings.DEBUG = False  # or every query is kept
    made = setup_databases(verbosity=0, interactive=False)
    with override_settings(EMAIL_BACKEND=f"{post.__name__}.Post"):
        lived = live(size, STARTS_ON, TROUBLE, SEED, say)
    teardown_databases(made, verbosity=0)
    say(
        f"{size.mentors} mentors, {size.teachers} teachers, {size.days} days: {lived.seconds:.0f} s"
    )
    for name, count in {"actions of people": lived.actions, **lived.figures}.items():
        say(f"{count:>9,}  {name}")
    say(f"{len(lived.differences):>9,}  differences from the recount")
    for line in lived.differences[:SHOWN]:
        say(f"  {line}")
    return bool(lived.differences)


sys.exit(main())
