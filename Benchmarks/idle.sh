#!/usr/bin/env bash
# Idle: how often the daemon and its reporter wake while there is nothing to do, as voluntary context switches a second
# over all their threads: without peers, and with one destination that requests commitment. Needs `make build`.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
bin=${BIN:-.build/release} port=${PORT:-21119} seconds=${SECONDS_MEASURED:-20}
state=$(mktemp -d -t thoraxd-bench.XXXXXX)
daemon=
stop() { [ -z "$daemon" ] || { kill -TERM "$daemon" 2>/dev/null; wait "$daemon" || true; }; daemon=; }
trap 'stop; rm -rf "$state"' EXIT

# Lines of "thread switches" for each thread of a process.
switches() {
    local task
    for task in "/proc/$1/task/"*; do
        awk -v id="${task##*/}" '/^Name:/ { sub(/^Name:[ \t]*/, ""); name = $0 }
            /^voluntary_ctxt_switches:/ { print id "\t" name "\t" $2 }' "$task/status" 2>/dev/null || true
    done
}

# What each thread did more between two lists, by thread name and in all.
difference() {
    awk -F'\t' -v seconds="$seconds" -v process="$1" '
        NR == FNR { before[$1] = $3; next }
        { count = $3 - before[$1]; sum += count; of[$2] += count }
        END {
            printf "  %-10s %8.1f a second\n", process, sum / seconds
            for (name in of) if (of[name] > 0) printf "    %-18s %6.1f\n", name, of[name] / seconds | "sort -k2,2nr -k1,1"
        }' "$2" "$3"
}

measure() {
    local name=$1 reporter all
    cat > "$state/thoraxd.yaml"
    mkdir -p "$state/$name"
    "$bin/thoraxd" serve --config "$state/thoraxd.yaml" & daemon=$!
    for _ in $(seq 200); do grep -qs '^ready ' "$state/$name/reporter.lock" && break || sleep 0.1; done
    reporter=$(head -n 1 "$state/$name/reporter.lock")
    sleep 5
    switches "$daemon" > "$state/daemon.0"; switches "$reporter" > "$state/reporter.0"
    sleep "$seconds"
    switches "$daemon" > "$state/daemon.1"; switches "$reporter" > "$state/reporter.1"
    echo "$name:"
    difference daemon "$state/daemon.0" "$state/daemon.1"
    difference reporter "$state/reporter.0" "$state/reporter.1"
    cat "$state"/{daemon,reporter}.0 > "$state/all.0"; cat "$state"/{daemon,reporter}.1 > "$state/all.1"
    all=$(awk -F'\t' -v seconds="$seconds" 'NR == FNR { before[$1] = $3; next } { sum += $3 - before[$1] }
        END { printf "%.1f", sum / seconds }' "$state/all.0" "$state/all.1")
    printf '  %-10s %8s a second\n' both "$all"
    figure "$name" "$all" "wakes/s"
    stop
}

measure no-peer <<YAML
state_directory: $state/no-peer
model: samples/model
log_level: warning
dicom: { address: 127.0.0.1, port: $port }
storage: { reserve_megabytes: 64 }
YAML
measure one-peer <<YAML
state_directory: $state/one-peer
model: samples/model
log_level: warning
dicom: { address: 127.0.0.1, port: $port }
storage: { reserve_megabytes: 64 }
peers:
  - { name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: 21120, deliver: [basic-text-sr], request_commitment: true }
YAML
