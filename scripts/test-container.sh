#!/usr/bin/env bash
# Tries Containerfile without a container engine: carries out its instructions in a chroot of a clean Debian 12, starts
# the entry point as its user, sends an X-ray and waits for the draft. Needs root, debootstrap, DCMTK and `make deb`.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs in its own mount and process namespaces, so that nothing stays mounted or running afterwards.
if [ -z "${THORAXD_TEST_CONTAINER:-}" ]; then
    exec env THORAXD_TEST_CONTAINER=1 unshare --mount --pid --fork --mount-proc --propagation private "$0" "$@"
fi
work=$(mktemp -d -t thoraxd-container.XXXXXX)
root=$work/root
chmod 755 "$work"
step() { printf '\n== %s\n' "$1"; }
fail() {
    printf 'FAILED: %s\n' "$1" >&2
    tail -n 20 "$work/log" >&2
    exit 1
}
trap 'umount --lazy "$root/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }

user=root:root
entry=()
while read -r instruction rest; do
    case "$instruction" in
    FROM)
        step "$instruction $rest"
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
        debootstrap --variant=minbase bookworm "$root" "$mirror" > "$work/log" 2>&1 || fail debootstrap
        mount -t proc proc "$root/proc"
        ;;
    COPY)
        step "$instruction $rest"
        read -r source target <<< "$rest"
        # shellcheck disable=SC2086  # the source is a pattern
        cp $source "$root$target"
        ;;
    RUN)
        step "$instruction $rest"
        inside sh -c "$rest" > "$work/log" 2>&1 || fail "$rest"
        ;;
    USER) user=$rest ;;
    ENTRYPOINT) mapfile -t entry < <(python3 -c 'import json, sys; print("\n".join(json.loads(sys.argv[1])))' "$rest") ;;
    esac
done < <(grep -v '^#' Containerfile)
inside sh -c '! command -v systemctl' && echo "$(inside dpkg-query --show | wc -l) packages, no systemd, $(du -sm --exclude=proc "$root" | cut -f 1) MB"

step "${entry[*]} as $user, with a configuration that is mounted"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$root/etc/thoraxd/thoraxd.yaml" <<YAML
model: /usr/share/thoraxd/model
dicom: { address: 127.0.0.1, port: $port, unknown_peers: learn }
storage: { reserve_megabytes: 16 }
intake: { quiet_period_seconds: 1 }
YAML
as_user() { chroot --userspec="$user" "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
as_user "${entry[@]}" > "$work/log" 2>&1 &
daemon=$!
for _ in $(seq 600); do
    if /usr/bin/echoscu -aec THORAXD 127.0.0.1 "$port" 2>/dev/null; then break; fi
    kill -0 "$daemon" 2>/dev/null || fail "thoraxd exited"
    sleep 0.1
done
/usr/bin/storescu -xe -aet MODALITY1 -aec THORAXD 127.0.0.1 "$port" samples/xrays/thoraxd-0001-1.dcm || fail "not stored"
for _ in $(seq 600); do
    if as_user thoraxctl status --json | grep -q '"drafted" *: *1'; then break; fi
    sleep 0.1
done
as_user thoraxctl worklist
as_user thoraxctl status --json | grep -q '"drafted" *: *1' || fail "no draft within a minute"

step "SIGTERM"
kill -TERM "$(cat "$root/var/lib/thoraxd/thoraxd.lock")"
wait "$daemon" || fail "the daemon exited with $?"
printf '\nthe image of Containerfile stores, drafts and stops\n'
