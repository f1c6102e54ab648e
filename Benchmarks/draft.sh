#!/usr/bin/env bash
# From study to draft: sends one X-ray in two sizes and two encodings as a hundred studies each, and prints the time per
# stage (from the work list) and the studies per minute, from the first byte sent to the last draft stored.
# Needs `make build`.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
bin=.build/release port=${PORT:-21112}
state=$(mktemp -d -t thoraxd-bench.XXXXXX)
cat > "$state/thoraxd.yaml" <<YAML
state_directory: $state/state
model: samples/model
log_level: warning
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 0 }
YAML
"$bin/thoraxd" serve --config "$state/thoraxd.yaml" & daemon=$!
trap 'kill -TERM $daemon 2>/dev/null; wait $daemon || true; rm -rf "$state"' EXIT
peer=(-aec THORAXD 127.0.0.1 "$port")
for _ in $(seq 100); do /usr/bin/echoscu "${peer[@]}" 2>/dev/null && break || sleep 0.1; done

number() { sed -n "s/.*\"$1\" *: *\([0-9.e-]*\).*/\1/p" <<< "$status" | head -n 1; }

# Sends one kind of image as a hundred studies, because the medians of thoraxctl status cover the latest hundred drafts.
measure() {
    local name=$1 option=$2 file=$3 begin end
    begin=$(date +%s.%N)
    /usr/bin/storescu -q "$option" -R +II +IR 1 +IS 1 --repeat 100 "${peer[@]}" "$file"
    while true; do
        status=$("$bin/thoraxctl" status --json --state-directory "$state/state")
        [ $(( $(number collecting) + $(number queued) + $(number drafting) )) -gt 0 ] || break
        sleep 0.1
    done
    end=$(date +%s.%N)
    printf '%-28s' "$name"
    for stage in decode preprocess encoder decoder sr; do
        seconds=$(number $stage)
        figure "$name, $stage" "$seconds" s
        awk -v s="$seconds" 'BEGIN { printf "%11.1f", s * 1000 }'
    done
    rate=$(awk -v a="$begin" -v b="$end" 'BEGIN { printf "%.1f", 6000 / (b - a) }')
    figure "$name, studies" "$rate" 1/min
    printf '%16.0f\n' "$rate"
}

plain=samples/xrays/thoraxd-0001-1.dcm
/usr/bin/dcmscale -q +Sxv 2500 "$plain" "$state/large.dcm"
/usr/bin/dcmcjpeg -q +un "$plain" "$state/lossless.dcm"
/usr/bin/dcmcjpeg -q +un "$state/large.dcm" "$state/large-lossless.dcm"
printf 'milliseconds, medians of a hundred drafts\n%-28s%11s%11s%11s%11s%11s%16s\n' \
    image decode preprocess encoder decoder sr "studies/minute"
measure "1024 x 1024" -xe "$plain"
measure "1024 x 1024, JPEG Lossless" -xs "$state/lossless.dcm"
measure "2500 x 2500" -xe "$state/large.dcm"
measure "2500 x 2500, JPEG Lossless" -xs "$state/large-lossless.dcm"
awk '/VmHWM/ { printf "\nreporter process, peak resident: %d MB\n", $2 / 1024 }' "/proc/$(head -n 1 "$state/state/reporter.lock")/status"
awk '/VmHWM/ { printf "daemon process, peak resident: %d MB\n", $2 / 1024 }' "/proc/$daemon/status"
