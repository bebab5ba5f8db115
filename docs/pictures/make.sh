#!/bin/bash
# Makes the pictures of the README: the demonstration site is audited, its report
# and the table on the terminal are photographed. Run it with "make pictures".
# It wants Go, Chromium and script (of util-linux).
set -euo pipefail
cd "$(dirname "$0")"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd ../.. && go build -o "$work/usager" ./cmd/usager)

"$work/usager" demo --store "$work/store" --out "$work/report" --lang en >/dev/null

photograph() { # FILE PICTURE WIDTH HEIGHT
  "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-color-profile=srgb \
    --user-data-dir="$work/profile" --window-size="$3,$4" --screenshot="$PWD/$2" "file://$1" 2>/dev/null
}
photograph "$work/report/index.html" report.png 1100 1000

# The table as a terminal of 100 columns shows it, its colours turned into HTML.
script -qec "stty cols 100 2>/dev/null; '$work/usager' report last --store '$work/store' --out '$work/again' --lang en" /dev/null 2>/dev/null |
  tr -d '\r' | head -45 >"$work/table"
lines=$(wc -l <"$work/table")
{
  echo '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>usager</title><style>
    body { margin: 0; padding: 18px 22px; background: #14161b; color: #eceef2; }
    pre { margin: 0; font: 14px/20px "Liberation Mono", "DejaVu Sans Mono", monospace; }
    .s1 { font-weight: 700; } .s2 { color: #a9b0bf; } .s31, .s1-31 { color: #ff9aa4; } .s33 { color: #f5cf7a; } .s32 { color: #97e0b0; } .s1-31 { font-weight: 700; }
    </style><pre>'
  sed -e 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' \
    -e 's/\x1b\[1;31m/<span class="s1-31">/g; s/\x1b\[\([0-9]*\)m/<span class="s\1">/g; s/<span class="s0">/<\/span>/g' "$work/table"
  echo '</pre></html>'
} >"$work/terminal.html"
photograph "$work/terminal.html" terminal.png 900 $((lines * 20 + 36))
