#!/usr/bin/env bash
# C-GET and C-MOVE: objects per second from thoraxd and from Debian's Orthanc in one run, with DCMTK's getscu and movescu
# and a storescp that discards the objects. TCP_NODELAY=1 for all. Needs `make build` and orthanc.
# Usage: retrieve.sh [OBJECTS]     (objects of 0.5 MB; a fifth as many of 10 MB)
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
small=${1:-400} big=$(( ${1:-400} / 5 )) port=${PORT:-21163} sink=$(( ${PORT:-21163} + 1 )) bin=.build/release
swift build -c release --product store-benchmark >/dev/null
receiver=
trap 'stop; [ -z "$receiver" ] || kill "$receiver"; rm -rf "$work"' EXIT
export TCP_NODELAY=1
Benchmarks/image.sh "$work" small 512 512
Benchmarks/image.sh "$work" big 2500 2048
/usr/bin/storescp -q --fork --ignore -pdu 131072 -aet SINK "$sink" & receiver=$!

start() {
    rm -rf "$work/kept"
    mkdir -p "$work/kept"
    if [ "$1" = thoraxd ]; then
        cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/kept
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 3600 }
peers: [{ name: sink, ae_title: SINK, host: 127.0.0.1, port: $sink }]
YAML
        $bin/thoraxd serve --config "$work/thoraxd.yaml" & server=$!
    else
        cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/kept", "IndexDirectory": "$work/kept", "HttpServerEnabled": false, "DicomPort": $port,
  "DicomAet": "THORAXD", "DicomThreadsCount": 8, "MaximumPduLength": 131072, "Plugins": [],
  "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true, "DicomModalities": { "sink": ["SINK", "127.0.0.1", $sink] } }
JSON
        /usr/sbin/Orthanc "$work/orthanc.json" >/dev/null 2>&1 & server=$!
    fi
    await_echo "$1" THORAXD "$port"
}

# Prints the seconds a retrieval of COUNT objects takes; fails unless all of them were completed.
seconds() {
    local count=$1 begin end
    shift
    begin=$(date +%s.%N)
    "$@" -d > "$work/output" 2>&1
    end=$(date +%s.%N)
    grep -qE "Completed Suboperations +: $count\$" "$work/output" || { echo "the retrieval did not complete $count objects" >&2; exit 1; }
    awk -v a="$begin" -v b="$end" 'BEGIN { print b - a }'
}
patient=(-P -aec THORAXD -k QueryRetrieveLevel=PATIENT -k PatientID=BENCH)

printf '%-10s %18s %18s\n' "" "C-GET" "C-MOVE"
for load in "small $small 0.524" "big $big 10.24"; do
    read -r size count megabytes <<< "$load"
    for name in thoraxd orthanc; do
        start $name
        "$bin/store-benchmark" "$port" THORAXD "$count" 1 0 "$work/$size.dcm" >/dev/null
        get=$(seconds "$count" /usr/bin/getscu "${patient[@]}" --ignore -pdu 131072 127.0.0.1 "$port")
        move=$(seconds "$count" /usr/bin/movescu "${patient[@]}" -aem SINK 127.0.0.1 "$port")
        awk -v s="$size" -v n="$name" -v c="$count" -v m="$megabytes" -v g="$get" -v v="$move" 'BEGIN {
            printf "%-5s %-10s %8.1f/s %5.0f MB/s %8.1f/s %5.0f MB/s\n", s, n, c / g, c * m / g, c / v, c * m / v }'
        figure "$name, C-GET of $count $size objects" "$get" s
        figure "$name, C-MOVE of $count $size objects" "$move" s
        [ "$name" != thoraxd ] || ours=("$get" "$move")
        [ "$name" = thoraxd ] || awk -v a="${ours[0]}" -v b="${ours[1]}" -v g="$get" -v v="$move" \
            'BEGIN { printf "      thoraxd is    x %.2f              x %.2f\n", g / a, v / b }'
        stop
    done
done
