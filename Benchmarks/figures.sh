# Functions that append a benchmark's figures as JSON lines to the file named by BENCH_JSON, or do nothing if it is not
# set. scripts/compare-benchmarks.py compares two such files.
# shellcheck shell=bash

# figure ROW FIGURE UNIT
figure() {
    [ -n "${BENCH_JSON:-}" ] || return 0
    printf '{"benchmark": "%s", "row": "%s", "figure": %s, "unit": "%s", "commit": "%s", "date": "%s"}\n' \
        "$(basename "$0" .sh)" "${1//[\"\\]/}" "$2" "$3" "$(git describe --always --dirty 2>/dev/null || echo unknown)" \
        "$(date --utc +%FT%TZ)" >> "$BENCH_JSON"
}

# figures UNIT [PREFIX] < LINES: records the second field of each line, with the first as its row, and prints the lines.
figures() {
    local line fields
    while IFS= read -r line; do
        IFS=$'\t' read -ra fields <<< "$line"
        figure "${2:-}${fields[0]}" "${fields[1]}" "$1"
        printf '%s\n' "$line"
    done
}
