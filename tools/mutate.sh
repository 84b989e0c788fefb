#!/bin/sh
# How many small mistakes in the matchmaker its tests would notice: see mutate.py for what it takes.
# The tool has an environment of its own; the tests run in .venv.
set -eu
folder=var/mutation
[ -x "$folder/bin/python" ] || .venv/bin/python -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements/mutation.txt
exec "$folder/bin/python" tools/mutate.py "$@"
