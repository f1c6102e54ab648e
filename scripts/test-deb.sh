#!/usr/bin/env bash
# Tests the Debian package on a clean Debian 12 without the Swift toolchain: install, start, draft, stop, upgrade, remove,
# purge. Needs root, debootstrap, DCMTK, and the package (`make deb`) or its path as the first argument.
# systemd does not run in the chroot: the script starts the daemon as its user, with its own notification socket.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs in its own mount and process namespaces, so that nothing stays mounted or running afterwards.
if [ -z "${THORAXD_TEST_DEB:-}" ]; then
    exec env THORAXD_TEST_DEB=1 unshare --mount --pid --fork --mount-proc --propagation private "$0" "$@"
fi
package=$(realpath "${1:-$(find .build -maxdepth 1 -name 'thoraxd_*.deb' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)}")
work=$(mktemp -d -t thoraxd-deb.XXXXXX)
root=$work/root
notified=$work/notified
chmod 755 "$work"
step() { printf '\n== %s\n' "$1"; }
fail() {
    printf 'FAILED: %s\n' "$1" >&2
    [ ! -s "$work/log" ] || tail -n 20 "$work/log" >&2
    exit 1
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }
as_thoraxd() { chroot --userspec=thoraxd:thoraxd "$root" env -i PATH=/usr/bin:/bin "$@"; }
wait_for() { # wait_for SECONDS WHAT COMMAND…
    for _ in $(seq $(($1 * 10))); do if "${@:3}" >/dev/null 2>&1; then return; fi; sleep 0.1; done
    fail "$2: not within $1 s"
}
trap 'umount --lazy "$root/proc" 2>/dev/null || true; rm -rf "$work"' EXIT

step "a clean Debian 12"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
debootstrap --variant=minbase bookworm "$root" "$mirror" > "$work/debootstrap.log" 2>&1 ||
    { tail "$work/debootstrap.log"; fail debootstrap; }
mount -t proc proc "$root/proc"
inside sh -c '! command -v swift' && echo "$(inside cat /etc/debian_version), $(inside dpkg-query --show | wc -l) packages, no Swift"
inside find / -xdev -not -path '/proc*' | sort > "$work/before"

step "apt install"
cp "$package" "$root/thoraxd.deb"
inside apt-get install --yes --no-install-recommends /thoraxd.deb > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail install; }
inside dpkg-query --show --showformat='${Package} ${Version}: ${Status}\n' thoraxd
inside getent passwd thoraxd
inside stat --format='%n %U:%G %a' /var/lib/thoraxd /etc/thoraxd /etc/thoraxd/thoraxd.yaml
! inside ldd /usr/bin/thoraxd | grep -i 'swift\|not found' || fail "a library is missing"
inside thoraxd --version
step "thoraxd check-config"
inside thoraxd check-config --config /etc/thoraxd/thoraxd.yaml

step "postinst again, without /proc"
inside rmdir /var/lib/thoraxd
umount "$root/proc"
inside /var/lib/dpkg/info/thoraxd.postinst configure || fail "postinst needs /proc"
mount -t proc proc "$root/proc"
[ "$(inside stat --format='%U:%G %a' /var/lib/thoraxd)" = "thoraxd:thoraxd 750" ] || fail "the state directory is wrong"

step "edit the configuration, as an administrator would"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed -i "s/^  address: 0.0.0.0/  address: 127.0.0.1/; s/^  port: 11112/  port: $port/" "$root/etc/thoraxd/thoraxd.yaml"
sed -i 's/^peers:$/peers: [{ name: room-1, ae_title: MODALITY1 }]  # mine/; s/quiet_period_seconds: 45/quiet_period_seconds: 1/; s/reserve_megabytes: 1024/reserve_megabytes: 16/' \
    "$root/etc/thoraxd/thoraxd.yaml"
grep '# mine' "$root/etc/thoraxd/thoraxd.yaml" || fail "the configuration has no line to edit"

start() {
    : > "$notified"
    rm -f "$root/run/notify"
    scripts/notify_receiver.py "$root/run/notify" > "$notified" &
    receiver=$!
    wait_for 10 "notification socket" test -S "$root/run/notify"
    as_thoraxd NOTIFY_SOCKET=/run/notify WATCHDOG_USEC=10000000 \
        /usr/bin/thoraxd serve --config /etc/thoraxd/thoraxd.yaml > "$work/log" 2>&1 &
    daemon=$!
    wait_for 60 READY=1 grep -q '^READY=1' "$notified"
    grep '^READY=1' "$notified"
}
stop() {
    kill -TERM "$(cat "$root/var/lib/thoraxd/thoraxd.lock")"
    wait "$daemon" || fail "the daemon exited with $?"
    wait_for 5 STOPPING=1 grep -q '^STOPPING=1' "$notified"
    grep '^STOPPING=1\|^WATCHDOG=1' "$notified" | sort | uniq -c
    kill "$receiver" && wait "$receiver" || true
}
drafted() { as_thoraxd thoraxctl status --json | grep -q "\"drafted\" *: *$1"; }

step "start as user thoraxd, with a notification socket"
start
ps -o user,pid,args --ppid "$(cat "$root/var/lib/thoraxd/thoraxd.lock")" --pid "$(cat "$root/var/lib/thoraxd/thoraxd.lock")" | cut -c 1-110
step "send an X-ray and get a draft"
/usr/bin/storescu -xs -aet MODALITY1 -aec THORAXD 127.0.0.1 "$port" samples/xrays/thoraxd-0001-1.dcm
wait_for 60 "draft" drafted 1
as_thoraxd thoraxctl worklist
step "reload"
sed -i 's/name: room-1, ae_title: MODALITY1/name: room-2, ae_title: MODALITY2/' "$root/etc/thoraxd/thoraxd.yaml"
kill -HUP "$(cat "$root/var/lib/thoraxd/thoraxd.lock")"
wait_for 10 RELOADING=1 grep -q '^RELOADING=1' "$notified"
/usr/bin/echoscu -aet MODALITY2 -aec THORAXD 127.0.0.1 "$port" && echo "MODALITY2 is served"
! /usr/bin/echoscu -aet MODALITY1 -aec THORAXD 127.0.0.1 "$port" 2>/dev/null || fail "MODALITY1 is still served"
echo "MODALITY1 is refused"
step "stop"
stop

step "upgrade to a newer version that also changes the configuration"
dpkg-deb --raw-extract "$package" "$work/next"
version=$(dpkg-deb --field "$package" Version)
sed -i "s/^Version: .*/Version: $version+1/" "$work/next/DEBIAN/control"
echo '# changed in the next version' >> "$work/next/etc/thoraxd/thoraxd.yaml"
dpkg-deb --root-owner-group -Zgzip --build "$work/next" "$root/thoraxd.deb" >/dev/null
digests() { find "$root/var/lib/thoraxd" -name '*.dcm' -exec sha256sum {} + | sort; }
before=$(digests)
inside apt-get install --yes -o Dpkg::Options::=--force-confold /thoraxd.deb > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail upgrade; }
inside dpkg-query --show --showformat='${Package} ${Version}: ${Status}\n' thoraxd
grep '# mine' "$root/etc/thoraxd/thoraxd.yaml" || fail "the edit was lost"
ls "$root/etc/thoraxd"
start
drafted 1 || fail "the draft was lost"
[ "$before" = "$(digests)" ] || fail "a file changed"
echo "the draft and $(wc -l <<< "$before") files are unchanged"
stop

step "apt remove"
inside apt-get remove --yes thoraxd > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail remove; }
! [ -e "$root/usr/bin/thoraxd" ] || fail "the program was not removed"
ls "$root/etc/thoraxd"
step "apt purge"
inside apt-get purge --yes thoraxd > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail purge; }
grep '^thoraxd:' "$work/apt.log"
inside apt-get purge --yes --autoremove > /dev/null 2>&1
rm -f "$root/thoraxd.deb" "$root/run/notify"
echo "files of thoraxd that remain:"
inside find / -xdev -not -path '/proc*' | sort | comm -13 "$work/before" - | grep -i thorax | grep -v '^/var/lib/thoraxd/.*/' || true
[ -z "$(inside find / -xdev -not -path '/proc*' -not -path '/var/lib/thoraxd*' -iname '*thorax*')" ] || fail "files of thoraxd remain outside /var/lib/thoraxd"
[ "$before" = "$(digests)" ] || fail "patient data were lost"
inside getent passwd thoraxd

step "purge without data removes the state directory"
rm -r "$root/var/lib/thoraxd"
cp "$package" "$root/thoraxd.deb"
inside apt-get install --yes --no-install-recommends /thoraxd.deb > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail install; }
inside apt-get purge --yes thoraxd > "$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail purge; }
! [ -e "$root/var/lib/thoraxd" ] || fail "the state directory was not removed"

printf '\nthe package installs, drafts, reloads and upgrades, and is removed without deleting patient data\n'
