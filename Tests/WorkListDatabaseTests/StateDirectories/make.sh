#!/usr/bin/env bash
# Makes one of the state directories beside this script with the programs of a release.
# usage: make.sh SCHEMA PROGRAMS     SCHEMA: 1, 6, 12 or 14; PROGRAMS: directory with that release's thoraxd and thoraxctl
# Needs DCMTK and sqlite3, and `unshare --uts` so that the audit trail names node.example and not this machine.
set -euo pipefail
schema=$1 programs=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
package=$(cd "$here/../../.." && pwd)
if [[ $(hostname) != node.example ]]; then
    exec unshare --uts bash -c 'hostname node.example && exec "$@"' bash "$here/make.sh" "$schema" "$programs"
fi
work=$(mktemp -d)
state=$work/state
daemons=()
trap 'kill "${daemons[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

# Two chest X-rays of two studies, the second with a name in three scripts, and a picture that is no chest.
cp "$package/samples/xrays/thoraxd-0008-2.dcm" "$work/1.dcm"
cp "$work/1.dcm" "$work/2.dcm"
dcmodify -nb -i 'SpecificCharacterSet=ISO_IR 192' -i 'PatientName=MÜLLER^EVA=山田^花子=やまだ^はなこ' \
    -i PatientID=STATE-2 -i AccessionNumber=ACC-STATE-2 -i StudyInstanceUID=2.25.8002 -i SeriesInstanceUID=2.25.8002.1 \
    -i SOPInstanceUID=2.25.8002.1.1 "$work/2.dcm"
cp "$package/samples/xrays/thoraxd-0015-1.dcm" "$work/3.dcm"

mkdir "$work/archive"
cat >"$work/thoraxd.yaml" <<END
state_directory: $state
model: $package/samples/model
dicom: { address: 127.0.0.1, port: 21112$( ((schema >= 6)) && echo ", unknown_peers: learn") }
intake: { quiet_period_seconds: 0 }
END
# One destination that takes the drafts and one that does not answer.
if ((schema >= 6)); then
    storescp -aet ARCHIVE -od "$work/archive" 21113 &
    daemons+=("$!")
    cat >>"$work/thoraxd.yaml" <<END
peers:
  - { name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: 21113, deliver: [basic-text-sr, enhanced-sr] }
  - { name: station, ae_title: STATION, host: 127.0.0.1, port: 21114, deliver: [basic-text-sr] }
END
fi
"$programs/thoraxd" serve --config "$work/thoraxd.yaml" 2>"$work/log" &
thoraxd=$!
daemons+=("$thoraxd")

ask() { sqlite3 -readonly -cmd '.timeout 5000' "$state/worklist.sqlite" "$1"; }
is_alive() { kill -0 "$thoraxd" || { cat "$work/log" && exit 1; }; }
wait_for() { until [[ $(ask "$1" 2>/dev/null) == "$2" ]]; do is_alive; sleep 0.2; done; }
until grep -q serving "$work/log"; do is_alive; sleep 0.2; done
send() { storescu "$1" -aet MODALITY1 -aec THORAXD 127.0.0.1 21112 "$work/$2.dcm"; }
send -xs 1
send -xs 2
send -xr 3
wait_for "SELECT count(*) FROM workItem WHERE state IN ('drafted', 'ineligible')" 3
if ((schema >= 6)); then
    wait_for "SELECT count(*) FROM outbox WHERE state = 'delivered'" 4
    wait_for "SELECT count(*) FROM outbox WHERE state = 'deferred'" 2
    wait_for "SELECT count(*) > 0 FROM caller" 1
fi
# One draft signed, the other open; its documents are written and delivered.
if ((schema >= 12)); then
    ctl() { "$programs/thoraxctl" "$@" --config "$work/thoraxd.yaml"; }
    ctl users add mary --name 'Doe^Mary' --organization Hospital
    ctl users add paul --name 'Roe^Paul' --organization Hospital
    item=$(ask "SELECT id FROM workItem WHERE state = 'drafted' ORDER BY id LIMIT 1")
    ctl review open "$item" --as mary
    ctl review accept "$item" --as mary --yes
    wait_for "SELECT documentState FROM review" written
    wait_for "SELECT count(*) FROM outbox WHERE state = 'delivered'" 6
    wait_for "SELECT count(*) FROM outbox WHERE state = 'deferred'" 3
    ctl review open "$(ask "SELECT id FROM workItem WHERE state = 'drafted'")" --as paul
    wait_for "SELECT (SELECT row FROM auditMark WHERE name = 'act') = max(id) FROM act" 1
fi
kill -TERM "$thoraxd"
wait "$thoraxd"

# Small: the log written ahead is in the file, and pages of 1 kB hold the many almost empty tables.
sqlite3 "$state/worklist.sqlite" 'PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM; PRAGMA journal_mode = WAL;
    PRAGMA integrity_check'
rm -rf "$here/schema-$schema"
cp -r "$state" "$here/schema-$schema"
rm -rf "$here/schema-$schema"/{*.lock,*-wal,*-shm,incoming,quarantine}
