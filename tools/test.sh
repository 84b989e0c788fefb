#!/bin/sh
# Everything: checks, tests on SQLite and on PostgreSQL, and journeys in a real browser.
set -eu
command -v chromium >/dev/null 2>&1 || tools/debian.sh chromium fonts-noto-core
command -v pdftotext >/dev/null 2>&1 || tools/debian.sh poppler-utils
command -v xgettext >/dev/null 2>&1 || tools/debian.sh gettext
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TEST_POSTGRES_URL:-}" ] || tools/debian.sh postgresql
start=$(date +%s)
say() { printf '\n== %s (%ss)\n' "$1" "$(($(date +%s) - start))"; }
workers=$(nproc)
unset PYTHONDONTWRITEBYTECODE  # or every process compiles every test again

say "Checks"
tools/check.sh
say "Tests on SQLite"
.venv/bin/pytest -n "$workers" --dist loadgroup -m "not browser"
say "Tests on PostgreSQL"
# The plain packages know no database: once is enough.
tools/postgres.sh .venv/bin/pytest -n "$workers" --dist loadgroup -m "not browser" \
    --ignore tests/blueprint --ignore tests/matchmaker --ignore tests/kernel
say "Journeys in Chromium"
.venv/bin/pytest -n "$workers" --dist loadgroup -m browser
say "All passed"
