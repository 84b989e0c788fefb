"""Rows a second of a directory import, against a bare executemany into the same table.

Run with the project's interpreter: `.venv/bin/python bench/imports.py`. Works in a file of its own,
or in a test database on the server of DATABASE_URL. Prints two lines and asserts nothing.
"""

import csv
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

import django

ROWS, CHUNK, ROUNDS = 10_000, 500, 5
COLUMNS = ("name", "type", "state", "udise_code", "local_code", "locality")
INSERT = (
    "INSERT INTO organisations_organisation (name, level, parent_id, path, school_type, udise_code,"
    " lgd_code, local_code, locality) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def schools(first: int) -> list[dict[str, str]]:
    """Invented schools whose codes start at this number."""
    return [
        {
            "name": f"School {number}",
            "type": "state",
            "state": "Gujarat",
            "udise_code": f"{24_000_000_000 + number}",
            "local_code": f"S{number}",
            "locality": f"Village {number % 900}",
        }
        for number in range(first, first + ROWS)
    ]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """One CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Measure both in one run, and print their ratio."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
    # Out of debug mode, in which Django keeps every statement; so a secret is needed.
    os.environ |= {
        "BANYAN_DEBUG": "0",
        "BANYAN_HOME": str(folder),
        "BANYAN_SECRET_KEY": secrets.token_urlsafe(50),
    }
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415  # after setup
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from banyan.kernel.viewer import system  # noqa: PLC0415
    from banyan.organisations import actions  # noqa: PLC0415
    from banyan.organisations.states import Level  # noqa: PLC0415

    test = connection.settings_dict["TEST"]
    test["NAME"] = test["NAME"] or str(folder / "bench.sqlite3")  # in memory it would flatter both
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    by = system(timezone.now())
    nation = actions.found_nation("India", by=by)
    state = actions.add_organisation("Gujarat", level=Level.STATE, parent=nation, by=by)

    plain, ours = 0.0, 0.0
    for turn in range(ROUNDS):  # in turns, the best of each: other work on the machine falls out
        rows = schools(turn * 2 * ROWS)
        bare = [
            (r["name"], "school", state.pk, f"{state.path}/x{turn}-{i}", "state", r["udise_code"],
             "", r["local_code"], r["locality"])
            for i, r in enumerate(rows)
        ]  # fmt: skip
        started = time.perf_counter()
        for first in range(0, ROWS, CHUNK):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(INSERT, bare[first : first + CHUNK])
        plain = max(plain, ROWS / (time.perf_counter() - started))

        path = folder / f"schools{turn}.csv"
        write(path, schools(turn * 2 * ROWS + ROWS))
        started = time.perf_counter()
        report = actions.import_schools_file(path, nation, by=by)
        ours = max(ours, report.new / (time.perf_counter() - started))
    teardown_databases(made, verbosity=0)

    sys.stdout.write(
        f"bare executemany: {plain:,.0f} rows/s; import with its dry run: {ours:,.0f} rows/s\n"
        f"import ratio: {ours / plain:.2f} of executemany (at least 0.25)\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
