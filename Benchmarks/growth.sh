#!/usr/bin/env bash
# Tests whether storing slows down as the work list grows: objects of 0.5 MB per second with an empty work list and with
# a million stored instances, over one and eight associations, alternating in one run. Needs `make build`.
# Usage: growth.sh [INSTANCES] [OBJECTS]
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
instances=${1:-1000000} objects=${2:-1600} port=${PORT:-21153} bin=.build/release
swift build -c release --product store-benchmark >/dev/null
number=0
Benchmarks/image.sh "$work" small 512 512

start() {
    mkdir -p "$work/$1"
    cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/$1
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 3600 }
YAML
    $bin/thoraxd serve --config "$work/thoraxd.yaml" & server=$!
    await_echo "thoraxd" THORAXD "$port"
}

for name in empty grown; do start $name; stop; done
Benchmarks/fill.sh "$work/grown" "$instances" 1 3650
printf '%-12s %14s %14s\n' "0.5 MB" "empty" "$instances stored"
for round in 1 2 3; do
    for associations in 1 8; do
        rates=()
        for name in empty grown; do
            start $name
            rates+=("$("$bin/store-benchmark" "$port" THORAXD "$objects" "$associations" "$number" "$work/small.dcm" |
                sed 's/.*"rate": \([0-9.]*\).*/\1/')")
            number=$(( number + objects ))
            stop
        done
        figure "empty x$associations" "${rates[0]}" 1/s
        figure "$instances stored x$associations" "${rates[1]}" 1/s
        awk -v r="$round" -v n="$associations" -v a="${rates[0]}" -v b="${rates[1]}" \
            'BEGIN { printf "round %s x%s    %12.1f/s %12.1f/s   x %.2f\n", r, n, a, b, b / a }'
    done
done
