#!/bin/sh
# Ratios measured in one run: nothing here passes or fails.
set -eu
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TEST_POSTGRES_URL:-}" ] || tools/debian.sh postgresql
for script in bench/*.py; do
    printf '\n== %s on SQLite\n' "$script"
    .venv/bin/python "$script"
done
for script in bench/pages.py bench/imports.py bench/ledger.py bench/booking.py; do
    printf '\n== %s on PostgreSQL\n' "$script"
    tools/postgres.sh .venv/bin/python "$script"
done

# Engines that others use, in environments of their own: they are never among our dependencies.
for peers in peers mentor-match; do
    folder="var/engines/$peers"
    [ -x "$folder/bin/python" ] || .venv/bin/python -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "requirements/$peers.txt"
done
printf '\n== Engines on the same problems\n'
.venv/bin/python bench/peers/compare.py var/engines
