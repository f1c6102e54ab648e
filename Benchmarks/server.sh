# The server that a benchmark measures: its process in `server`, its files in `work`. Both end with the benchmark.
# shellcheck shell=bash

work=$(mktemp -d -t thoraxd-bench.XXXXXX)
server=

# Stops the server, if one runs.
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true; server=; }
trap 'stop; rm -rf "$work"' EXIT

# await_echo NAME TITLE PORT [OPTION...]: waits at most half a minute until it answers C-ECHO under its AE title.
await_echo() {
    local name=$1 title=$2 port=$3
    shift 3
    for _ in $(seq 300); do
        /usr/bin/echoscu "$@" -aec "$title" 127.0.0.1 "$port" 2>/dev/null && return
        sleep 0.1
    done
    echo "$name does not respond" >&2
    exit 1
}
