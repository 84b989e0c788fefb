#!/bin/sh
# Everything: checks, tests on SQLite and on PostgreSQL, and journeys in a real browser.
set -eu
command -v chromium-headless-shell >/dev/null 2>&1 || tools/debian.sh chromium-headless-shell fonts-noto-core
command -v pdftotext >/dev/null 2>&1 || tools/debian.sh poppler-utils
command -v xgettext >/dev/null 2>&1 || tools/debian.sh gettext
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TEST_POSTGRES_URL:-}" ] || tools/debian.sh postgresql
start=$(date +%s)
say() { printf '\n== %s (%ss)\n' "$1" "$(($(date +%s) - start))"; }
workers=$(nproc)
unset PYTHONDONTWRITEBYTECODE  # or every process compiles every test again

# The checks are one process after the other: the tests use what is left of the processors.
checked=$(mktemp)
trap 'rm -f "$checked"' EXIT
tools/check.sh >"$checked" 2>&1 &
checks=$!
say "Tests on SQLite"
tested=0
.venv/bin/pytest -n "$workers" --dist loadgroup -m "not browser" || tested=$?
say "Checks"
wait "$checks" || { cat "$checked"; exit 1; }
cat "$checked"
[ "$tested" = 0 ] || exit "$tested"
say "Tests on PostgreSQL"
# What asks for no database is left out (tests/conftest.py); the plain packages never ask for one,
# and a demonstration keeps to a file of its own: it refuses to run on a server.
tools/postgres.sh .venv/bin/pytest -n "$workers" --dist loadgroup -m "not browser" \
    --ignore tests/blueprint --ignore tests/matchmaker --ignore tests/kernel \
    --ignore tests/demo
say "Journeys in Chromium"
# A journey mostly waits, for a page to be drawn or a text to be kept: two share a processor.
.venv/bin/pytest -n "$((workers * 2))" --dist loadgroup -m browser
say "All passed"
