#!/bin/sh
# Brings the catalogues of translations up to date with the code; --check changes nothing and
# fails when a string is missing, unclear (fuzzy) or no longer used.
set -eu
command -v xgettext >/dev/null 2>&1 || tools/debian.sh gettext
export BANYAN_DEBUG=1 BANYAN_HOME="${TMPDIR:-/tmp}/banyan-messages.$$" DJANGO_SETTINGS_MODULE=banyan.config.settings
work="$BANYAN_HOME"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
make_messages() {
    (cd src/banyan && ../../.venv/bin/django-admin makemessages --locale hi --no-obsolete \
        --no-location --add-location never --ignore 'demo/data/*' --verbosity 0)
}
po=src/banyan/locale/hi/LC_MESSAGES/django.po
if [ "${1:-}" != --check ]; then
    mkdir -p src/banyan/locale
    make_messages
    exit 0
fi
cp "$po" "$work/before.po"
make_messages
cp "$po" "$work/after.po"
cp "$work/before.po" "$po"
bad=$(msgattrib --untranslated --no-obsolete "$work/after.po" | grep -c '^msgid' || true)
fuzzy=$(msgattrib --only-fuzzy --no-obsolete "$work/after.po" | grep -c '^msgid' || true)
msgfmt --check-format -o /dev/null "$work/after.po"
if [ "$bad" -gt 1 ] || [ "$fuzzy" -gt 1 ]; then
    echo "Hindi is not complete. Run: make messages, then translate in $po:" >&2
    msgattrib --untranslated --no-obsolete "$work/after.po" | grep '^msgid' | tail -n +2 | head -20 >&2
    msgattrib --only-fuzzy --no-obsolete "$work/after.po" | grep '^msgid' | tail -n +2 | head -20 >&2
    exit 1
fi
