#!/usr/bin/env bash
# Builds the given products for release: a line of progress on a terminal, a line per product in a pipe.
# VERBOSE=1 shows everything that SwiftPM prints. A failed build prints what the compiler reported.
set -euo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
log=.build/build.log
mkdir -p .build
for product in "$@"; do
    if [ -n "${VERBOSE:-}" ]; then
        "$swift" build -c release --product "$product"
        continue
    fi
    begin=$SECONDS
    [ -t 1 ] || echo "building $product"
    if ! "$swift" build -c release --product "$product" 2>&1 | tee "$log" | if [ -t 1 ]; then
        sed -un "s/^\[\([0-9]*\)\/\([0-9]*\)\] \([A-Z][a-z]*\).*/\1 of \2/p" \
            | while read -r step; do printf '\r\e[Kbuilding %s: %s' "$product" "$step"; done
    else
        cat > /dev/null
    fi; then
        [ ! -t 1 ] || printf '\r\e[K'
        grep -A 4 'error:' "$log" >&2 || tail -n 20 "$log" >&2
        echo "$product was not built; the whole output is in $log" >&2
        exit 1
    fi
    [ ! -t 1 ] || printf '\r\e[K'
    echo "built $product in $((SECONDS - begin)) s"
done
