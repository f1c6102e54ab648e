#!/usr/bin/env bash
# DICOMweb: thoraxd, which answers a store once file and row are durable, and Debian's Orthanc with its plug-in, which answers
# once the file is written, in one run with one client; a frame also by nginx, as a static file. STUDIES studies of two images.
# Prints medians in milliseconds, or requests a second, and how many times better thoraxd is. Takes about ten minutes; each
# server has ten at most. Servers listen on 127.0.0.1, on PORT and the port after it. Installs nothing and names what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
bin=${BUILD:-.build/release} studies=${STUDIES:-5000} port=${PORT:-21143}
web=$((port + 1))
plugin=/usr/share/orthanc/plugins/libOrthancDicomWeb.so
PATH=$PATH:/usr/sbin

missing=()
[ -x "$bin/thoraxd" ] && [ -x "$bin/thoraxctl" ] || missing+=("thoraxd and thoraxctl in $bin: make build")
{ command -v Orthanc && [ -e "$plugin" ]; } >/dev/null || missing+=("Orthanc: apt-get install orthanc orthanc-dicomweb")
command -v nginx >/dev/null || missing+=("nginx: apt-get install nginx-light; it starts a server on port 80, which may be stopped")
.venv-peers/bin/python -c 'import numpy, pydicom' 2>/dev/null || missing+=("numpy and pydicom: scripts/python-peers.sh")
for used in "$port" "$web"; do
    # shellcheck disable=SC2188 # opens a connection
    if (: < "/dev/tcp/127.0.0.1/$used") 2>/dev/null; then missing+=("port $used of 127.0.0.1 is in use: set PORT"); fi
done
if [ ${#missing[@]} -gt 0 ]; then
    printf 'missing: %s\n' "${missing[@]}" >&2
    exit 1
fi

. Benchmarks/server.sh

# await NAME: waits until the server of this run answers on the web port.
await() {
    for _ in $(seq 600); do
        kill -0 "$server" 2>/dev/null || break
        (: < "/dev/tcp/127.0.0.1/$web") 2>/dev/null && return
        sleep 0.1
    done
    echo "$1 does not listen on port $web; what it wrote:" >&2
    tail -20 "$work/$1.log" >&2
    exit 1
}

client() {
    timeout 600 .venv-peers/bin/python Benchmarks/web.py "$@" --pid "$server" --cache "$work" --studies "$studies"
}

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
echo "thoraxd" >&2
"$bin/thoraxd" serve --config "$work/thoraxd.yaml" > "$work/thoraxd.log" 2>&1 & server=$!
await thoraxd
token=$("$bin/thoraxctl" tokens add benchmark --scope read --scope store --state-directory "$work/thoraxd")
client "http://127.0.0.1:$web/dicom-web" fill search retrieve store memory --token "$token" | tee "$work/ours" >&2
stop

cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/orthanc", "IndexDirectory": "$work/orthanc", "DicomPort": $port, "HttpPort": $web,
  "AuthenticationEnabled": false, "RemoteAccessAllowed": false, "DicomWeb": { "Enable": true },
  "Plugins": ["$plugin"] }
JSON
echo "Orthanc" >&2
# Disables Nagle's algorithm, as a careful administrator would.
TCP_NODELAY=1 Orthanc "$work/orthanc.json" > "$work/Orthanc.log" 2>&1 & server=$!
await Orthanc
client "http://127.0.0.1:$web/dicom-web" fill search retrieve store memory | tee "$work/theirs" >&2
stop

head -c 10240000 /dev/urandom > "$work/files/frame"
{
    # The worker of a server that root starts is another account, which may not read the folder.
    [ "$(id -u)" -ne 0 ] || echo "user root;"
    cat <<CONF
daemon off;
pid $work/nginx.pid;
events {}
http {
    access_log off;
    sendfile on;
    client_body_temp_path $work/nginx-body;
    proxy_temp_path $work/nginx-proxy;
    fastcgi_temp_path $work/nginx-fastcgi;
    uwsgi_temp_path $work/nginx-uwsgi;
    scgi_temp_path $work/nginx-scgi;
    server { listen 127.0.0.1:$web; root $work/files; }
}
CONF
} > "$work/nginx.conf"
echo "nginx" >&2
nginx -e stderr -p "$work" -c "$work/nginx.conf" > "$work/nginx.log" 2>&1 & server=$!
await nginx
client "http://127.0.0.1:$web/frame" file | tee "$work/static" >&2
stop

while IFS=$'\t' read -r row unit figure _; do figure "$row" "$figure" "$unit"; done < "$work/ours"
printf '\n%-36s %-9s %10s %10s %10s %7s\n' '' '' thoraxd 95th Orthanc times
paste "$work/ours" "$work/theirs" | awk -F '\t' '{
    times = $2 == "a second" ? $3 / $8 : $8 / $3
    printf "%-36s %-9s %10s %10s %10s %7s\n", $1, $2, $3, $4, $8, $8 == "nan" ? "-" : sprintf("%.1f", times)
}'
awk -F '\t' 'NR == FNR { nginx = $3; next }
    $1 == "frame, 10 MB" { printf "\na frame takes %.2f times as long as the same number of bytes by nginx (%s ms)\n", $3 / nginx, nginx }' \
    "$work/static" "$work/ours"
