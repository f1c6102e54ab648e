#!/usr/bin/env bash
# Measures reports delivered per second over one association: thoraxd's outbox, which verifies every file's SHA-256 and
# commits each response before sending the next, against DCMTK's dcmsend and storescu (with TCP_NODELAY=1) sending the
# same files. Destinations are a tuned storescp and Orthanc with default settings. Needs `make build` and sqlite3.
# Usage: delivery.sh [REPORTS]
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
reports=${1:-300} port=${PORT:-21114} archive=${ARCHIVE_PORT:-21115}
serve=${SERVE:-.build/release/thoraxd serve}
work=$(mktemp -d -t thoraxd-bench.XXXXXX)
daemon='' peer=''
end() { [ -z "$1" ] || { kill "$1" 2>/dev/null; wait "$1" 2>/dev/null; } || true; }
trap 'end "$daemon"; end "$peer"; rm -rf "$work"' EXIT
database=$work/state/worklist.sqlite
ask() { sqlite3 -cmd '.timeout 5000' "$database" "$1" < /dev/null; }

# Starts thoraxd with these peers and waits until it responds.
start_daemon() {
    cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/state
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 0 }
peers: $1
YAML
    $serve --config "$work/thoraxd.yaml" & daemon=$!
    for _ in $(seq 100); do /usr/bin/echoscu -aec THORAXD 127.0.0.1 "$port" 2>/dev/null && return; sleep 0.1; done
    echo "thoraxd does not respond" >&2
    exit 1
}
stop_daemon() { end "$daemon"; daemon=; }

start_archive() {
    rm -rf "$work/kept"
    mkdir -p "$work/kept"
    case $1 in
    storescp) TCP_NODELAY=1 /usr/bin/storescp -q +B -pdu 131072 -od "$work/kept" "$archive" & ;;
    orthanc)
        cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/kept", "IndexDirectory": "$work/kept", "HttpServerEnabled": false, "Plugins": [],
  "DicomPort": $archive, "DicomAet": "ARCHIVE", "DicomAlwaysAllowStore": true }
JSON
        Orthanc "$work/orthanc.json" > "$work/orthanc.log" 2>&1 & ;;
    esac
    peer=$!
    for _ in $(seq 100); do /usr/bin/echoscu -aec ARCHIVE 127.0.0.1 "$archive" 2>/dev/null && return; sleep 0.1; done
    echo "$1 does not respond" >&2
    exit 1
}
stop_archive() { end "$peer"; peer=; }

# Drafts one sample, then copies its report as often as requested, each with its own SOP Instance UID.
start_daemon "[]"
/usr/bin/storescu -aec THORAXD 127.0.0.1 "$port" "$(find samples/xrays -name '*.dcm' | sort | head -1)"
until [ "$(ask "SELECT count(*) FROM workItem WHERE state = 'drafted'")" = 1 ]; do sleep 0.2; done
stop_daemon
report=$(ask "SELECT id FROM instance WHERE origin = 'produced' LIMIT 1")
path=$(ask "SELECT path FROM instance WHERE id = $report")
mkdir -p "$work/state/instances/bench"
for number in $(seq "$reports"); do
    cp "$work/state/$path" "$work/state/instances/bench/$number.dcm"
done
/usr/bin/dcmodify -q -nb -gin "$work"/state/instances/bench/*.dcm
{
    echo "BEGIN;"
    for number in $(seq "$reports"); do
        file=instances/bench/$number.dcm
        uid=$(/usr/bin/dcmdump -q +P 0008,0018 "$work/state/$file" | sed 's/.*\[\(.*\)\].*/\1/')
        digest=$(sha256sum "$work/state/$file" | cut -d' ' -f1)
        echo "INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount, sha256,
            origin, storedAt) SELECT seriesRow, '$uid', sopClassUID, transferSyntaxUID, '$file',
            $(stat -c %s "$work/state/$file"), x'$digest', 'produced', storedAt FROM instance WHERE id = $report;"
    done
    echo "COMMIT;"
} | sqlite3 "$database"
printf '%s reports of %s bytes\n\n' "$reports" "$(stat -c %s "$work/state/instances/bench/1.dcm")"

deliver() {
    ask "INSERT INTO outbox (instanceRow, destination, notBefore, createdAt, changedAt)
        SELECT id, '$1', 0, 0, 0 FROM instance WHERE path LIKE 'instances/bench/%'"
    start_daemon "[ { name: $1, ae_title: ARCHIVE, host: 127.0.0.1, port: $archive, deliver: [basic-text-sr] } ]"
    while [ "$(ask "SELECT count(*) FROM outbox WHERE destination = '$1' AND state IN ('queued', 'sending')")" != 0 ]; do
        sleep 0.2
    done
    stop_daemon
    ask "SELECT round(sum(toState = 'delivered') * 1000.0 / (max(at) - min(at)), 1) FROM outboxHistory
        JOIN outbox ON outbox.id = outboxRow WHERE destination = '$1'"
}

# Prints the reports per second of a DCMTK tool.
timed() {
    local begin; begin=$(date +%s.%N)
    TCP_NODELAY=1 "$@" > /dev/null
    awk -v n="$reports" -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", n / (b - a) }'
}

row() { printf '%-12s %12s %12s %12s %18s\n' "$@"; }
row archive thoraxd dcmsend storescu "thoraxd/storescu"
for name in storescp orthanc; do
    rates=()
    for tool in thoraxd dcmsend storescu; do
        start_archive "$name"
        case $tool in
        thoraxd) rates+=("$(deliver "$name")") ;;
        dcmsend) rates+=("$(timed /usr/bin/dcmsend -q -aec ARCHIVE +sd 127.0.0.1 "$archive" "$work/state/instances/bench")") ;;
        storescu) rates+=("$(timed /usr/bin/storescu -q -aec ARCHIVE +sd 127.0.0.1 "$archive" "$work/state/instances/bench")") ;;
        esac
        stop_archive
    done
    figure "to $name" "${rates[0]}" 1/s
    row "$name" "${rates[@]}" "$(awk -v a="${rates[0]}" -v b="${rates[2]}" 'BEGIN { printf "x %.2f", a / b }')"
done
