#!/usr/bin/env bash
# C-STORE: instances and megabytes per second of thoraxd, which answers once an object is on disk for good, beside
# DCMTK's storescp, which does not wait for the disk; in one run, with DCMTK's storescu as the modality, once as it is
# and once with TCP_NODELAY=1 in its environment. Needs `make build`.
# Usage: store.sh [OBJECTS]     (objects of 0.5 MB per measurement; of 10 MB half as many)
set -euo pipefail
cd "$(dirname "$0")/.."
small=${1:-96} big=$(( ${1:-96} / 2 )) port=${PORT:-21113}
serve=${SERVE:-.build/release/thoraxd serve}
work=$(mktemp -d -t thoraxd-bench.XXXXXX)
server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; server=; }
trap 'stop; rm -rf "$work"' EXIT

# An image of ROWS by COLUMNS samples of 16 bits, random so that nothing on the way can make it smaller.
image() {
    head -c $(( $2 * $3 * 2 )) /dev/urandom > "$work/$1.raw"
    cat > "$work/$1.dump" <<DUMP
(0002,0010) UI =LittleEndianExplicit
(0008,0016) UI =ComputedRadiographyImageStorage
(0008,0018) UI [1.2.826.0.1.3680043.2.1]
(0008,0060) CS [CR]
(0010,0010) PN [Bench^Mark]
(0010,0020) LO [BENCH]
(0020,000d) UI [1.2.826.0.1.3680043.2.2]
(0020,000e) UI [1.2.826.0.1.3680043.2.3]
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(0028,0010) US $2
(0028,0011) US $3
(0028,0100) US 16
(0028,0101) US 16
(0028,0102) US 15
(0028,0103) US 0
(7fe0,0010) OW =$work/$1.raw
DUMP
    /usr/bin/dump2dcm -q "$work/$1.dump" "$work/$1.dcm"
}
image small 512 512
image big 2500 2048

# Starts a server by its name; what it stores goes below $work/kept.
start() {
    rm -rf "$work/kept"
    mkdir -p "$work/kept"
    case $1 in
    thoraxd)
        cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/kept
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 3600 }
YAML
        $serve --config "$work/thoraxd.yaml" & ;;
    storescp) /usr/bin/storescp -q +B -od "$work/kept" "$port" & ;;
    storescp-tuned) TCP_NODELAY=1 /usr/bin/storescp -q +B -pdu 131072 -od "$work/kept" "$port" & ;;
    storescp-fork-tuned) TCP_NODELAY=1 /usr/bin/storescp -q --fork +B -pdu 131072 -od "$work/kept" "$port" & ;;
    esac
    server=$!
    for _ in $(seq 100); do /usr/bin/echoscu -aec THORAXD 127.0.0.1 "$port" 2>/dev/null && return; sleep 0.1; done
    echo "$1 does not answer" >&2
    exit 1
}

objects() { find "$work/kept" -type f -size +400k ! -name '*.sqlite*' | wc -l; }

# Instances per second: COUNT objects of a SIZE over ASSOCIATIONS at a time; each gets identifiers of its own.
rate() {
    local size=$1 count=$2 associations=$3 begin pids=() kept before
    before=$(objects)
    begin=$(date +%s.%N)
    for _ in $(seq "$associations"); do
        # shellcheck disable=SC2086
        env $client /usr/bin/storescu -q +II +IR 1 +IS 1 --repeat $(( count / associations )) -aec THORAXD \
            127.0.0.1 "$port" "$work/$size.dcm" & pids+=($!)
    done
    wait "${pids[@]}"
    local end; end=$(date +%s.%N)
    kept=$(( $(objects) - before ))
    [ "$kept" -eq $(( count / associations * associations )) ] || { echo "kept $kept of $count" >&2; exit 1; }
    awk -v n="$kept" -v a="$begin" -v b="$end" 'BEGIN { printf "%.1f", n / (b - a) }'
}

row() { printf '%-22s %16s %16s %16s %16s\n' "$@"; }
cell() { awk -v r="$1" -v m="$2" 'BEGIN { printf "%.0f/s %.0f MB/s", r, r * m }'; }
unset TCP_NODELAY
for client in "" TCP_NODELAY=1; do
    printf '\nstorescu %s\n' "${client:-as it is}"
    row server "0.5 MB x1" "0.5 MB x8" "10 MB x1" "10 MB x8"
    ours=()
    for name in thoraxd storescp storescp-tuned storescp-fork-tuned; do
        start "$name"
        rates=()
        for load in "small $small 1" "small $small 8" "big $big 1" "big $big 8"; do
            # shellcheck disable=SC2086
            rates+=("$(rate $load)")
        done
        if [ "$name" = thoraxd ]; then
            ours=("${rates[@]}")
            memory=$(awk '/VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$server/status")
        fi
        row "$name" "$(cell "${rates[0]}" 0.524)" "$(cell "${rates[1]}" 0.524)" \
            "$(cell "${rates[2]}" 10.24)" "$(cell "${rates[3]}" 10.24)"
        if [ "$name" != thoraxd ]; then
            ratios=()
            for index in 0 1 2 3; do
                ratios+=("$(awk -v a="${ours[$index]}" -v b="${rates[$index]}" 'BEGIN { printf "x %.2f", a / b }')")
            done
            row "  thoraxd is" "${ratios[@]}"
        fi
        stop
    done
done
printf '\nthoraxd, peak resident: %s MB\n' "$memory"
