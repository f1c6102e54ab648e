#!/usr/bin/env bash
# DICOMweb: thoraxd, which answers a store once file and row are durable, and Debian's Orthanc with its plug-in, which answers
# once the file is, in one run with one client; a frame also by nginx, as a static file. 5,000 studies of two images.
# Prints medians in milliseconds, or requests a second, and how many times better thoraxd is.
# Needs `make build`, orthanc-dicomweb, nginx-light and .venv-peers (scripts/python-peers.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
bin=${BUILD:-.build/release} studies=${STUDIES:-5000} port=${PORT:-21143} web=$(( ${PORT:-21143} + 1 ))
work=$(mktemp -d -t thoraxd-bench.XXXXXX)
server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; server=; }
trap 'stop; rm -rf "$work"' EXIT

await() {
    for _ in $(seq 300); do (: < "/dev/tcp/127.0.0.1/$web") 2>/dev/null && return; sleep 0.1; done
    echo "$1 does not listen" >&2
    exit 1
}

client() { .venv-peers/bin/python Benchmarks/web.py "$@" --pid "$server" --cache "$work" --studies "$studies"; }

mkdir "$work/thoraxd" "$work/orthanc" "$work/files"
cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/thoraxd
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port }
web: { port: $web }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 3600 }
YAML
"$bin/thoraxd" serve --config "$work/thoraxd.yaml" & server=$!
await thoraxd
token=$("$bin/thoraxctl" tokens add benchmark --scope read --scope store --state-directory "$work/thoraxd")
client "http://127.0.0.1:$web/dicom-web" fill search retrieve store memory --token "$token" | tee "$work/ours" >&2
stop

cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/orthanc", "IndexDirectory": "$work/orthanc", "DicomPort": $port, "HttpPort": $web,
  "AuthenticationEnabled": false, "RemoteAccessAllowed": false, "DicomWeb": { "Enable": true },
  "Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"] }
JSON
# Disables Nagle's algorithm, as a careful administrator would.
TCP_NODELAY=1 /usr/sbin/Orthanc "$work/orthanc.json" 2>/dev/null & server=$!
await Orthanc
client "http://127.0.0.1:$web/dicom-web" fill search retrieve store memory | tee "$work/theirs" >&2
stop

head -c 10240000 /dev/urandom > "$work/files/frame"
cat > "$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    sendfile on;
    client_body_temp_path $work/nginx-body;
    server { listen 127.0.0.1:$web; root $work/files; }
}
CONF
/usr/sbin/nginx -c "$work/nginx.conf" & server=$!
await nginx
client "http://127.0.0.1:$web/frame" file > "$work/static"
stop

while IFS=$'\t' read -r row unit figure _; do figure "$row" "$figure" "$unit"; done < "$work/ours"
printf '\n%-36s %-9s %10s %10s %10s %7s\n' '' '' thoraxd 95th Orthanc times
paste "$work/ours" "$work/theirs" | awk -F '\t' '{
    times = $2 == "a second" ? $3 / $8 : $8 / $3
    printf "%-36s %-9s %10s %10s %10s %7s\n", $1, $2, $3, $4, $8, $8 == "nan" ? "-" : sprintf("%.1f", times)
}'
awk -F '\t' 'NR == FNR { nginx = $3; next }
    $1 == "frame, 10 MB" { printf "\na frame takes %.2f times as long as the same bytes by nginx (%s ms)\n", $3 / nginx, nginx }' \
    "$work/static" "$work/ours"
