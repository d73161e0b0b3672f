#!/bin/sh
# Draws docs/images/plan.png from a report: the first box, part of the calendar, the first indicators.
# Usage, from anywhere: docs/images/make.sh [folder of a plan]     (needs chromium and a CJK font)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
report=${1:-$here/../../plan-changzhou}/report.html
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
style='nav, .lead, section, footer, figcaption, details, .area:nth-of-type(n+3), .small:nth-of-type(n+4)
{ display: none !important } .first, #calendar, #indicators { display: block !important }
body { padding: 22px 28px 0 } h2 { margin-top: 26px } .first .note { display: none }'
sed "s|</head>|<style>$(printf '%s' "$style" | tr '\n' ' ')</style></head>|" "$report" >"$work/plan.html"
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --disable-background-networking \
  --disable-component-update --disable-sync --no-first-run --hide-scrollbars \
  --user-data-dir="$work/profile" --window-size="${SIZE:-1180,1560}" \
  --screenshot="$work/plan.png" "file://$work/plan.html" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
mv "$work/plan.png" "$here/plan.png"
ls -l "$here/plan.png"
