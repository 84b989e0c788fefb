#!/bin/sh
# Brings the catalogues of translations up to date with the code. English is the source and needs
# no catalogue. --check changes nothing, and fails when a string of any language is missing,
# unclear (fuzzy), not yet or no longer in the catalogue, or has other placeholders than its source.
set -eu
command -v xgettext >/dev/null 2>&1 || tools/debian.sh gettext
export BANYAN_DEBUG=1 BANYAN_HOME="${TMPDIR:-/tmp}/banyan-messages.$$" DJANGO_SETTINGS_MODULE=banyan.config.settings
work="$BANYAN_HOME"
root=$PWD
# Every language that has a catalogue; a new one begins with its folder.
languages=$(ls src/banyan/locale)
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
# Takes the src folder to read and write. The matchmaker's own sentences are for its command
# line: pages have theirs in banyan.matching, so only src/banyan is read.
make_messages() {
    locales=""
    for language in $languages; do locales="$locales --locale $language"; done
    # shellcheck disable=SC2086 # one option for each language
    (cd "$1/banyan" && PYTHONPATH="$1" "$root/.venv/bin/django-admin" makemessages $locales \
        --extension html,txt,py --no-obsolete --no-location --add-location never \
        --ignore 'demo/data/*' --ignore 'static/*' --verbosity 0)
}
# Takes a catalogue: its msgids, one a line.
keys() {
    msgcat --no-wrap --force-po "$1" | grep -E '^msg(id|ctxt)' | sort
}
if [ "${1:-}" != --check ]; then
    make_messages "$root/src"
    exit 0
fi
# In a copy, so that an interrupted check leaves the catalogues alone.
mkdir "$work/src"
tar -C src --exclude 'demo/data' --exclude '__pycache__' -cf - banyan blueprint matchmaker | tar -C "$work/src" -xf -
make_messages "$work/src"
failed=0
for language in $languages; do
    po=banyan/locale/$language/LC_MESSAGES/django.po
    after="$work/src/$po"
    for kind in untranslated only-fuzzy; do
        msgattrib "--$kind" --no-wrap --no-obsolete "$after" | grep '^msgid' | grep -v '^msgid ""$' >"$work/$kind" || true
        if [ -s "$work/$kind" ]; then
            echo "The language $language is not complete ($kind). Run: make messages, then translate in src/$po:" >&2
            head -20 "$work/$kind" >&2
            failed=1
        fi
    done
    keys "src/$po" >"$work/keys-before"
    keys "$after" >"$work/keys-after"
    if ! diff "$work/keys-before" "$work/keys-after" >"$work/keys"; then
        echo "The catalogue of $language is behind the code (> new, < no longer used). Run: make messages" >&2
        head -20 "$work/keys" >&2
        failed=1
    fi
    msgfmt --check-format -o /dev/null "$after" || failed=1
done
exit "$failed"
