#!/usr/bin/env bash
# Study to draft: sends the sample X-rays as many studies and prints what each stage took (medians, from the work list)
# and studies per minute. Needs `make build`. Usage: draft.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.build/release rounds=${1:-5} port=${PORT:-21112}
state=$(mktemp -d -t thoraxd-bench.XXXXXX)
cat > "$state/thoraxd.yaml" <<YAML
state_directory: $state/state
model: samples/model
log_level: warning
dicom: { address: 127.0.0.1, port: $port }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 0 }
YAML
"$bin/thoraxd" serve --config "$state/thoraxd.yaml" & daemon=$!
trap 'kill -TERM $daemon 2>/dev/null; wait $daemon || true; rm -rf "$state"' EXIT
peer=(-aec THORAXD 127.0.0.1 "$port")
for _ in $(seq 100); do /usr/bin/echoscu "${peer[@]}" 2>/dev/null && break || sleep 0.1; done

number() { sed -n "s/.*\"$1\" *: *\([0-9.e-]*\).*/\1/p" <<< "$status" | head -n 1; }
begin=$(date +%s.%N)
for file in samples/xrays/*.dcm; do
    # storescu can give new UIDs only to what it decodes itself, so plain files stand for all
    if /usr/bin/dcmdump +P 0002,0010 "$file" | grep -q LittleEndianE; then
        /usr/bin/storescu +II +IR 1 +IS 1 --repeat "$rounds" "${peer[@]}" "$file"
    fi
done
while true; do
    status=$("$bin/thoraxctl" status --json --state-directory "$state/state")
    [ $(( $(number collecting) + $(number queued) + $(number drafting) )) -gt 0 ] || break
    sleep 0.2
done
awk -v n="$(number drafted)" -v a="$begin" -v b="$(date +%s.%N)" \
    'BEGIN { printf "%d studies drafted in %.1f s: %.0f studies a minute\n\n", n, b - a, n * 60 / (b - a) }'
printf '%-12s %9s\n' stage "median ms"
for stage in decode preprocess encoder decoder sr; do
    awk -v stage=$stage -v s="$(number $stage)" 'BEGIN { printf "%-12s %9.1f\n", stage, s * 1000 }'
done
awk '/VmHWM/ { printf "\nreporter process, peak resident: %d MB\n", $2 / 1024 }' "/proc/$(cat "$state/state/reporter.lock")/status"
awk '/VmHWM/ { printf "daemon process, peak resident: %d MB\n", $2 / 1024 }' "/proc/$daemon/status"
