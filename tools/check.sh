#!/bin/sh
# Everything that is known without running the product: format, lint, types, contracts, documents.
set -eu
bin=.venv/bin
step() { printf '· %s\n' "$1"; }

# The types of models and the checks below need settings; nothing is written outside this place.
export BANYAN_DEBUG=1 BANYAN_HOME="${TMPDIR:-/tmp}/banyan-check.$$" DJANGO_SETTINGS_MODULE=banyan.config.settings
trap 'rm -rf "$BANYAN_HOME"' EXIT
mkdir -p "$BANYAN_HOME"

step format;     $bin/ruff format --check --quiet .
step lint;       $bin/ruff check --quiet .
step templates;  $bin/djlint --lint --quiet src/banyan
step types;      $bin/mypy
step contracts;  $bin/lint-imports >"$BANYAN_HOME/contracts" 2>&1 || { cat "$BANYAN_HOME/contracts"; exit 1; }
step migrations; $bin/django-admin makemigrations --check --dry-run >/dev/null || { $bin/django-admin makemigrations --check --dry-run; exit 1; }
step deployment; BANYAN_DEBUG=0 BANYAN_SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')" BANYAN_URL=https://banyan.example $bin/django-admin check --deploy --fail-level WARNING >/dev/null
step documents;  $bin/banyan docs --check
step catalogues; tools/messages.sh --check
