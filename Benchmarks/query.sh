#!/usr/bin/env bash
# C-FIND at study level: compares thoraxd with Debian's Orthanc at 10,000 and 50,000 images in one run, with one client
# and one association at a time, then measures only thoraxd with a million studies. Milliseconds at the 50th and 95th
# percentile. Orthanc is filled over C-STORE; thoraxd's work list by SQL, in the daemon's schema, with the same rows as
# those objects would give. Needs `make build`, sqlite3 and orthanc.
# Usage: query.sh [STUDIES ...]     (numbers of studies with two images each; default 5000 and 25000)
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
build=${BUILD:-.build/release} port=${PORT:-21133} million=${MILLION:-1000000}
[ $# -gt 0 ] || set -- 5000 25000
[ -n "${BUILD:-}" ] || ${SWIFT:-swift} build -c release --product query-benchmark
client="$build/query-benchmark"

start_thoraxd() {
    mkdir -p "$work/thoraxd"
    cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/thoraxd
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
YAML
    "$build/thoraxd" serve --config "$work/thoraxd.yaml" & server=$!
    await_echo thoraxd THORAXD "$port"
}

start_orthanc() {
    mkdir -p "$work/orthanc"
    cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/orthanc", "IndexDirectory": "$work/orthanc", "DicomPort": $port, "HttpServerEnabled": false,
  "DicomAet": "ORTHANC", "DicomAlwaysAllowFind": true, "Plugins": [] }
JSON
    # Disables Nagle's algorithm, as a careful administrator would.
    TCP_NODELAY=1 /usr/sbin/Orthanc "$work/orthanc.json" 2>/dev/null & server=$!
    await_echo Orthanc ORTHANC "$port"
}

# Fills the stopped daemon's work list with STUDIES studies of IMAGES images over DAYS days.
fill_thoraxd() {
    start_thoraxd
    stop
    Benchmarks/fill.sh "$work/thoraxd" "$1" "$2" "$3"
}

heading() { printf '\n%s\n%-32s %18s %18s %8s %9s\n' "$1" "p50 / p95 ms" thoraxd "$2" "times" matches; }
days=1400
for studies in "$@"; do
    fill_thoraxd "$studies" 2 $days
    start_thoraxd
    "$client" ask "$port" THORAXD "$studies" $days 100 > "$work/ours"
    stop
    start_orthanc
    "$client" store "$port" ORTHANC "$studies" $days
    "$client" ask "$port" ORTHANC "$studies" $days 100 > "$work/theirs"
    stop
    heading "$(( studies * 2 )) images in $studies studies" Orthanc
    figures ms "$studies studies, " < "$work/ours" > /dev/null
    paste "$work/ours" "$work/theirs" | awk -F '\t' '{
        printf "%-32s %8.2f / %7.2f %8.2f / %7.2f %7.1fx %9.1f\n", $1, $2, $3, $6, $7, $6 / $2, $4
        if ($4 != $8) { print "  Orthanc finds " $8 }
    }'
    rm -rf "$work/thoraxd" "$work/orthanc"
done

begin=$(date +%s)
fill_thoraxd "$million" 1 3650
printf '\n%s studies over ten years, filled in %s s\n' "$million" $(( $(date +%s) - begin ))
start_thoraxd
"$client" ask "$port" THORAXD "$million" 3650 200 | figures ms "$million studies, " |
    awk -F '\t' '{ printf "%-32s %8.2f / %7.2f %36.1f\n", $1, $2, $3, $4 }'
printf 'peak resident: %s MB\n' "$(awk '/VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$server/status")"
stop
