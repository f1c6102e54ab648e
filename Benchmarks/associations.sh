#!/usr/bin/env bash
# Measures C-ECHOs and associations per second, C-ECHO latency with 100 idle associations open, and their memory use.
# Compares thoraxd with Orthanc (default and tuned) and DCMTK's storescp in one run with one client. Needs `make build`,
# python3 and Debian's orthanc. Takes about a minute and a half.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
port=${PORT:-21114}
serve=${SERVE:-.build/release/thoraxd serve}
unset TCP_NODELAY

orthanc() {  # NAME THREADS
    cat > "$work/$1.json" <<JSON
{ "StorageDirectory": "$work/$1", "IndexDirectory": "$work/$1", "HttpServerEnabled": false, "DicomPort": $port,
  "DicomAet": "THORAXD", "DicomCheckCalledAet": false, "DicomAlwaysAllowEcho": true, "DicomThreadsCount": $2,
  "Plugins": [] }
JSON
    exec Orthanc "$work/$1.json" >"$work/log" 2>&1
}

start() {
    case $1 in
    thoraxd)
        cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/kept
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port, maximum_associations: 200 }
storage: { reserve_megabytes: 64 }
peers: [ { name: bench, ae_title: BENCH, maximum_associations: 200 } ]
YAML
        $serve --config "$work/thoraxd.yaml" & ;;
    orthanc) orthanc orthanc 4 & ;;
    orthanc-tuned) TCP_NODELAY=1 orthanc tuned 128 & ;;
    storescp) /usr/bin/storescp -q -od "$work" "$port" & ;;
    storescp-fork-tuned) TCP_NODELAY=1 /usr/bin/storescp -q --fork -pdu 131072 -od "$work" "$port" & ;;
    esac
    server=$!
    await_echo "$1" THORAXD "$port" -to 1 -ta 1 -aet BENCH
}

row() { printf '%-20s %10s %12s %12s %20s %9s %18s %18s\n' "$@"; }
ratio() { awk -v a="$1" -v b="$2" -v d="$3" 'BEGIN { if (d == "less") { t = a; a = b; b = t } printf "x %.2f", a / b }'; }
row server "C-ECHO/s" "assoc./s x1" "assoc./s x8" "C-ECHO with" "of 100" "own MB, loaded" "all MB, loaded"
row "" "" "" "" "100 idle: med, max" "accepted" "" ""
ours=()
for name in thoraxd orthanc orthanc-tuned storescp storescp-fork-tuned; do
    if [[ $name = orthanc* ]] && ! command -v Orthanc >/dev/null; then
        echo "$name is not installed"
        continue
    fi
    start "$name"
    IFS=$'\t' read -r -a got < <(python3 Benchmarks/associations.py "$port" "$server")
    figure "$name, C-ECHO" "${got[0]}" 1/s
    figure "$name, associations x1" "${got[1]}" 1/s
    figure "$name, associations x8" "${got[2]}" 1/s
    figure "$name, C-ECHO behind 100 idle" "${got[3]}" ms
    row "$name" "${got[0]}" "${got[1]}" "${got[2]}" "${got[3]}, ${got[4]} ms" "${got[5]}" "${got[6]} -> ${got[7]}" \
        "${got[8]} -> ${got[9]}"
    if [ "$name" = thoraxd ]; then
        ours=("${got[@]}")
    else
        row "  thoraxd is" "$(ratio "${ours[0]}" "${got[0]}" more)" "$(ratio "${ours[1]}" "${got[1]}" more)" \
            "$(ratio "${ours[2]}" "${got[2]}" more)" "$(ratio "${ours[3]}" "${got[3]}" less)" "" \
            "$(ratio "${ours[7]}" "${got[7]}" less)" "$(ratio "${ours[9]}" "${got[9]}" less)"
    fi
    stop
done
