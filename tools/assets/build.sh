#!/bin/sh
# Makes the built assets that the repository carries, so that nobody who runs Banyan needs Node:
#   src/banyan/ui/static/banyan/banyan.css   our theme over a subset of GOV.UK Frontend 6, minified
#   src/banyan/ui/static/banyan/htmx.min.js  htmx 2.0, as published
# and their licences. Needs Node 20 or later and npm; run it after a change in tools/assets/src and
# commit what it wrote. Versions are ranges in package.json; what was built is named in VERSIONS.
set -eu
cd "$(dirname "$0")"
out=../../src/banyan/ui/static/banyan
[ -d node_modules ] || npm install --no-package-lock
mkdir -p "$out/LICENSES"
node_modules/.bin/sass --load-path=node_modules --no-source-map --no-charset --style=compressed src/banyan.scss "$out/banyan.css"
cp node_modules/htmx.org/dist/htmx.min.js "$out/htmx.min.js"
cp node_modules/htmx.org/LICENSE "$out/LICENSES/htmx.txt"
cp licences/govuk-frontend.txt "$out/LICENSES/govuk-frontend.txt"
node -p '["govuk-frontend", "htmx.org", "sass"].map(name => name + " " + require("./node_modules/" + name + "/package.json").version).join("\n")' > VERSIONS
