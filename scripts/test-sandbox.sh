#!/usr/bin/env bash
# Tests the restrictions of systemd/thoraxd.service on the real daemon and reporter, on a machine where systemd does not
# run: drafts a study in every report form, once under strace and once in a sandbox with the unit's restrictions.
# Needs strace, bubblewrap, python3-seccomp and DCMTK; the first argument is the directory of the programs.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$(realpath "${1:-.build/release}")
work=$(mktemp -d -t thoraxd-sandbox.XXXXXX)
state=$work/state
mkdir "$state"
chmod 777 "$work" "$state"
daemon=
fail() { printf 'FAILED: %s\n' "$1" >&2; tail -n 20 "$work/log" >&2; exit 1; }
trap '[ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null || true; rm -rf "$work"' EXIT

unset "${!THORAXD_@}"
cat > "$state/thoraxd.yaml" <<YAML
state_directory: $state/state
model: $PWD/samples/model
dicom: { address: 127.0.0.1, port: 0, unknown_peers: learn }
storage: { reserve_megabytes: 16 }
intake: { quiet_period_seconds: 0 }
peers:
  - name: archive
    ae_title: ARCHIVE
    host: 127.0.0.1
    port: 9
    deliver: [basic-text-sr, enhanced-sr, comprehensive-3d-sr, encapsulated-pdf, secondary-capture]
    request_commitment: true
YAML
chmod 644 "$state/thoraxd.yaml"

study() { # study COMMAND…: runs the daemon under COMMAND, sends it an X-ray, waits for the draft and queries it
    rm -rf "$state/state"
    "$@" "$bin/thoraxd" serve --config "$state/thoraxd.yaml" > "$work/log" 2>&1 < /dev/null &
    daemon=$!
    port=
    for _ in $(seq 300); do
        port=$(sed -n 's/.* port=\([0-9]*\).*serving.*/\1/p' "$work/log")
        [ -z "$port" ] || break
        kill -0 "$daemon" 2>/dev/null || fail "the daemon did not start"
        sleep 0.1
    done
    /usr/bin/storescu -xs -aet CR -aec THORAXD 127.0.0.1 "$port" samples/xrays/thoraxd-0001-1.dcm || fail "the X-ray was not stored"
    for _ in $(seq 600); do
        ! grep -q 'draft stored' "$work/log" || break
        ! grep -q 'no draft' "$work/log" || fail "no draft"
        sleep 0.1
    done
    grep -q 'draft stored' "$work/log" || fail "no draft within 60 s"
    ! grep 'decoders run without' "$work/log" || fail "the decoder is not confined"
    grep -q 'decoders are confined' "$work/log" || fail "nothing says that the decoder is confined"
    /usr/bin/findscu -S -aet WS -aec THORAXD -k QueryRetrieveLevel=IMAGE -k Modality -k SOPInstanceUID -k StudyInstanceUID \
        127.0.0.1 "$port" 2>&1 | grep -c 'Modality' | sed 's/$/ objects found by C-FIND/'
    kill -HUP "$(cat "$state/state/thoraxd.lock")"
    sleep 1
    kill -TERM "$(cat "$state/state/thoraxd.lock")"
    wait "$daemon" || fail "the daemon exited with $?"
    daemon=
    forms=$(find "$state/state/instances" -name '*.dcm' | wc -l)
    [ "$forms" -eq 6 ] || fail "$forms objects stored instead of 6: the image and its five documents"
    echo "decoded by a confined process, drafted in five forms, reloaded, stopped cleanly"
}

# Runs as a user other than root, because some libraries do more for root.
run_as=(env)
[ "$(id -u)" -ne 0 ] || run_as=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)

echo "== system calls"
study "${run_as[@]}" strace -f -qq -o "$work/calls"
scripts/unit_sandbox.py calls "$work/calls"

echo "== in the sandbox of the unit"
refused() { # refused WHAT COMMAND…: checks that the sandbox refuses COMMAND
    ! "${run_as[@]}" scripts/unit_sandbox.py run "$state" "${@:2}" 2>/dev/null || fail "the sandbox allows $1"
    echo "refused: $1"
}
refused "writing outside the state directory" touch /usr/lib/thoraxd
refused "memory that is both writable and executable" /usr/bin/python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=7)'
refused "a raw socket" /usr/bin/python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'
refused "a namespace" unshare --user true
study "${run_as[@]}" scripts/unit_sandbox.py run "$state"
