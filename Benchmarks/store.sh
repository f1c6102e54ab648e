#!/usr/bin/env bash
# C-STORE with all servers in one run: thoraxd, which responds once file and row are durable; Debian's Orthanc, which
# responds once the file is; DCMTK's storescp, which waits for neither.
# First one client that sends without pauses, over one and eight associations; then an unmodified storescu from DCMTK.
# "tuned" means TCP_NODELAY=1 in the server's environment, PDUs of 128 KiB, and 8 DICOM threads in Orthanc.
# Needs `make build` and the package orthanc; with libeatmydata1 it also shows the cost of durability.
# Usage: store.sh [OBJECTS]     (objects of 0.5 MB per measurement; a fifth as many of 10 MB)
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
small=${1:-1600} big=$(( ${1:-1600} / 5 )) port=${PORT:-21113}
bin=.build/release
swift build -c release --product store-benchmark >/dev/null
eatmydata=/usr/lib/x86_64-linux-gnu/libeatmydata.so
number=0
unset TCP_NODELAY

Benchmarks/image.sh "$work" small 512 512
Benchmarks/image.sh "$work" big 2500 2048

orthanc() {  # THREADS PDU
    cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/kept", "IndexDirectory": "$work/kept", "HttpServerEnabled": false,
  "DicomPort": $port, "DicomAet": "THORAXD", "DicomThreadsCount": $1, "MaximumPduLength": $2, "Plugins": [] }
JSON
}

# Starts a server by name; it stores objects below $work/kept.
start() {
    rm -rf "$work/kept"
    mkdir -p "$work/kept"
    case $1 in
    thoraxd*)
        cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/kept
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 3600 }
YAML
        local preload=
        [ "$1" = thoraxd ] || preload=$eatmydata
        LD_PRELOAD=$preload $bin/thoraxd serve --config "$work/thoraxd.yaml" & ;;
    orthanc) orthanc 4 16384; /usr/sbin/Orthanc "$work/orthanc.json" >/dev/null 2>&1 & ;;
    orthanc-tuned) orthanc 8 131072; TCP_NODELAY=1 /usr/sbin/Orthanc "$work/orthanc.json" >/dev/null 2>&1 & ;;
    storescp) /usr/bin/storescp -q +B -od "$work/kept" "$port" & ;;
    storescp-tuned) TCP_NODELAY=1 /usr/bin/storescp -q --fork +B -pdu 131072 -od "$work/kept" "$port" & ;;
    esac
    server=$!
    await_echo "$1" THORAXD "$port"
}

objects() { find "$work/kept" -type f -size +400k ! -name '*.sqlite*' ! -name 'index*' | wc -l; }
# CPU ticks of the server including its children, and its peak memory in MB.
ticks() { awk '{ print $14 + $15 + $16 + $17 }' "/proc/$server/stat"; }
peak() { awk '/VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$server/status"; }

# Measures rate and CPU milliseconds per object for COUNT objects of one SIZE over ASSOCIATIONS; fails if any is missing.
measure() {
    local before ticks_before line
    before=$(objects) ticks_before=$(ticks)
    line=$("$bin/store-benchmark" "$port" THORAXD "$2" "$3" "$number" "$work/$1.dcm")
    number=$(( number + $2 ))
    local kept=$(( $(objects) - before ))
    [ "$kept" -eq "$2" ] || { echo "kept $kept of $2" >&2; exit 1; }
    rate=${line#*\"rate\": } rate=${rate%%[!0-9.]*}
    cpu=$(awk -v t=$(( $(ticks) - ticks_before )) -v n="$2" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", 1000 * t / hz / n }')
}

row() { printf '%-24s %14s %14s %14s %14s %16s %9s\n' "$@"; }
ratio() { awk -v a="$1" -v b="$2" -v f="${3:-x %.2f}" 'BEGIN { printf f, (b > 0) ? a / b : 0 }'; }
printf '\nthe same client for all servers\n'
row server "0.5 MB x1" "0.5 MB x8" "10 MB x1" "10 MB x8" "CPU ms 0.5/10" "peak MB"
declare -a ours
servers=(thoraxd)
[ ! -e $eatmydata ] || servers+=("thoraxd-without-fsync")
for name in "${servers[@]}" orthanc-tuned orthanc storescp-tuned; do
    start "$name"
    rates=() cpus=()
    # A server that delays each object by 40 ms gets fewer objects.
    share=1; [ "$name" != orthanc ] || share=8
    for load in "small $small 1" "small $small 8" "big $big 1" "big $big 8"; do
        read -r size count associations <<< "$load"
        measure "$size" $(( count / share / 8 * 8 )) "$associations"
        rates+=("$rate") cpus+=("$cpu")
    done
    memory=$(peak)
    for load in 0 1 2 3; do
        figure "$name, $(( load < 2 ? 512 : 10240 )) kB x$(( load % 2 ? 8 : 1 ))" "${rates[load]}" 1/s
    done
    figure "$name, CPU of 512 kB" "${cpus[0]}" ms
    figure "$name, peak memory" "$memory" MB
    row "$name" "${rates[0]}/s" "${rates[1]}/s" "${rates[2]}/s" "${rates[3]}/s" "${cpus[0]} / ${cpus[2]}" "$memory"
    if [ "$name" = thoraxd ]; then
        ours=("${rates[@]}" "${cpus[0]}" "${cpus[2]}" "$memory")
    else
        row "  thoraxd is" "$(ratio "${ours[0]}" "${rates[0]}")" "$(ratio "${ours[1]}" "${rates[1]}")" \
            "$(ratio "${ours[2]}" "${rates[2]}")" "$(ratio "${ours[3]}" "${rates[3]}")" \
            "$(ratio "${ours[4]}" "${cpus[0]}") / $(ratio "${ours[5]}" "${cpus[2]}")" "$(ratio "${ours[6]}" "$memory")"
    fi
    stop
done

printf '\nunmodified storescu, one association\n'
printf '%-24s %14s\n' server "0.5 MB"
first=
for name in thoraxd orthanc orthanc-tuned storescp; do
    start "$name"
    count=96; [ "$name" != thoraxd ] || count=800
    before=$(objects) begin=$(date +%s.%N)
    /usr/bin/storescu -q +II +IR 1 +IS 1 --repeat "$count" -aec THORAXD 127.0.0.1 "$port" "$work/small.dcm"
    end=$(date +%s.%N)
    kept=$(( $(objects) - before ))
    [ "$kept" -eq "$count" ] || { echo "kept $kept of $count" >&2; exit 1; }
    rate=$(awk -v n="$kept" -v a="$begin" -v b="$end" 'BEGIN { printf "%.1f", n / (b - a) }')
    first=${first:-$rate}
    figure "$name, storescu" "$rate" 1/s
    printf '%-24s %14s %14s\n' "$name" "$rate/s" "$([ "$name" = thoraxd ] || ratio "$first" "$rate" 'thoraxd is x %.1f')"
    stop
done
