#!/bin/sh
# Makes .venv and installs the locked requirements and this checkout into it.
# Usage: tools/environment.sh PYTHON REQUIREMENTS
set -eu
python=$1 requirements=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Banyan needs Python 3.11 or newer; $python is older. Try: make PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    tools/debian.sh python3-venv
fi
[ -x .venv/bin/python ] || { echo "Making .venv"; "$python" -m venv .venv; }
echo "Installing $requirements"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
