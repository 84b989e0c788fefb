#!/bin/sh
# Ratios measured in one run: nothing here passes or fails.
set -eu
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TEST_POSTGRES_URL:-}" ] || tools/debian.sh postgresql
for script in bench/*.py; do
    printf '\n== %s on SQLite\n' "$script"
    .venv/bin/python "$script"
done
for script in bench/pages.py bench/imports.py; do
    printf '\n== %s on PostgreSQL\n' "$script"
    tools/postgres.sh .venv/bin/python "$script"
done
