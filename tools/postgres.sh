#!/bin/sh
# A PostgreSQL cluster of our own on a free port of this machine, for as long as the command runs.
# Usage: tools/postgres.sh COMMAND…   (the command gets DATABASE_URL)
set -eu
if [ -n "${TEST_POSTGRES_URL:-}" ]; then
    DATABASE_URL=$TEST_POSTGRES_URL exec "$@"
fi
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] && [ -x "$programs/initdb" ] || { tools/debian.sh postgresql; programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1); }
port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
place=$(mktemp -d "${TMPDIR:-/tmp}/banyan-postgres.XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then  # the server refuses to run as root
    chown postgres "$place"
    as="runuser -u postgres --"
fi
stop() {
    $as "$programs/pg_ctl" -D "$place/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT INT TERM
$as "$programs/initdb" -D "$place/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
$as "$programs/pg_ctl" -D "$place/data" -l "$place/log" -w start -o \
    "-p $port -k $place -c listen_addresses=127.0.0.1 -c max_connections=100 -c jit=off -c autovacuum=off \
     -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0" >/dev/null \
    || { cat "$place/log" >&2; exit 1; }
# Through its socket, which asks less of both sides for each query than the network does.
DATABASE_URL="postgres://postgres@$(printf %s "$place" | sed s,/,%2F,g):$port/postgres" "$@"
