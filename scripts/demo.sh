#!/usr/bin/env bash
# Shows the main job with the sample X-rays: a modality sends them, thoraxd drafts reports, a workstation retrieves them.
# KEEP=1 leaves the daemon running and shows how to send it more images. VERBOSE=1 prints the work list and each document whole.
# Ends with "N chest studies received, N drafts, N valid"; exits with 0 only if the three numbers agree.
set -euo pipefail
cd "$(dirname "$0")/.."

unset "${!THORAXD_@}"      # ignore the caller's configuration
bin=.build/release
dcmtk=/usr/bin            # pynetdicom installs tools with the same names elsewhere on the PATH
state=$(mktemp -d -t thoraxd-demo.XXXXXX)
log=$state/thoraxd.log
daemon=

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
fail() { printf '%s\n' "$1" >&2; [ ! -s "$log" ] || { echo "last lines of the log:" >&2; tail -n 20 "$log" >&2; }; exit 1; }

finish() {
    if [ -n "$daemon" ] && kill -0 "$daemon" 2>/dev/null; then kill -TERM "$daemon"; wait "$daemon" || true; fi
    rm -rf "$state"
}
trap finish EXIT

# --- the daemon, on loopback, with a temporary state directory ----------------------------------------------------
cat > "$state/thoraxd.yaml" <<YAML
state_directory: $state/state
model: samples/model
dicom: { address: 127.0.0.1, port: 0, unknown_peers: learn }
storage: { reserve_megabytes: 64 }
intake: { quiet_period_seconds: 2 }
web: { port: 0 }
YAML
title "thoraxd"
setsid "$bin/thoraxd" serve --config "$state/thoraxd.yaml" < /dev/null > "$log" 2>&1 &
daemon=$!
port=
for _ in $(seq 100); do
    port=$(sed -n 's/.* port=\([0-9]*\).*serving.*/\1/p' "$log")
    [ -z "$port" ] || break
    kill -0 "$daemon" 2>/dev/null || fail "thoraxd did not start"
    sleep 0.1
done
[ -n "$port" ] || fail "thoraxd did not start within 10 s"
peer=(-aec THORAXD 127.0.0.1 "$port")
"$dcmtk/echoscu" "${peer[@]}" || fail "thoraxd does not answer C-ECHO"
echo "pid $daemon on 127.0.0.1:$port, AE title THORAXD, model samples/model; C-ECHO answered"

# --- a modality sends, in each file's own transfer syntax ---------------------------------------------------------
title "sending samples/xrays"
proposal() {  # prints the storescu option that proposes a transfer syntax
    case "$1" in
        *JPEGLossless*) echo -xs ;;
        *JPEGLSLossless*) echo -xt ;;
        *RLELossless*) echo -xr ;;
        *LittleEndianExplicit*) echo -xe ;;
        *) echo -xi ;;
    esac
}
sent=0
for file in samples/xrays/*.dcm; do
    syntax=$("$dcmtk/dcmdump" +P 0002,0010 "$file" | sed 's/.*=\([A-Za-z0-9]*\).*/\1/')
    "$dcmtk/storescu" "$(proposal "$syntax")" -aet MODALITY1 "${peer[@]}" "$file" || fail "$file was not stored"
    printf '  %-22s %s\n' "$(basename "$file")" "$syntax"
    sent=$((sent + 1))
done
echo "$sent images sent"

# --- wait until every study is drafted ----------------------------------------------------------------------------
title "waiting for drafts"
count() { sed -n "s/.*\"$1\" *: *\([0-9]*\).*/\1/p" <<< "$2" | head -n 1; }
begin=$SECONDS
while true; do
    status=$("$bin/thoraxctl" status --json --state-directory "$state/state")
    waiting=$(( $(count collecting "$status") + $(count queued "$status") + $(count drafting "$status") ))
    drafted=$(count drafted "$status") failed=$(count failed "$status") aside=$(count ineligible "$status")
    line=$(printf '%d drafted, %d pending, %d not a chest, %d failed, %d s' \
        "$drafted" "$waiting" "$aside" "$failed" $((SECONDS - begin)))
    if [ -t 1 ]; then printf '\r\e[K  %s' "$line"; elif [ "$waiting" -eq 0 ]; then echo "  $line"; fi
    [ "$waiting" -gt 0 ] || break
    [ $((SECONDS - begin)) -lt 300 ] || fail "$waiting studies still pending after 300 s"
    kill -0 "$daemon" 2>/dev/null || fail "thoraxd exited"
    sleep 0.5
done
[ ! -t 1 ] || echo
if [ -n "${VERBOSE:-}" ]; then
    "$bin/thoraxctl" status --state-directory "$state/state"
    echo
    "$bin/thoraxctl" worklist --state-directory "$state/state"
fi

# --- a workstation finds each draft and retrieves it --------------------------------------------------------------
title "drafts, PRELIMINARY and UNVERIFIED, as a workstation retrieves them"
mkdir "$state/found" "$state/fetched"
"$dcmtk/findscu" -S -aet WORKSTATION1 -X -od "$state/found" "${peer[@]}" \
    -k QueryRetrieveLevel=IMAGE -k Modality=SR -k StudyInstanceUID -k SeriesInstanceUID -k SOPInstanceUID \
    || fail "C-FIND failed"
# Prints the values of an attribute in UTF-8, whatever the character set of the file.
value() { "$dcmtk/dcmdump" +U8 +L +P "$1" "$2" | sed -n 's/^ *([0-9a-f,]*) [A-Z]\{2\} \[\(.*\)\] *#.*/\1/p'; }
# Prints the labels that the source of the pictures gives for a patient's films (samples/README.md).
labels() { awk -F , -v patient="$1" '$2 == patient { print $7 }' samples/xrays/manifest.csv | tr '|' '\n' | sort -u | paste -sd , | sed 's/,/, /g'; }
# Prints the texts of a section of the dumped document, for instance of "Findings".
section() { awk -v RS='<contains CONTAINER:' -v name="\"$1\")" 'index($0, name)' <<< "$2" \
    | sed -n 's/^ *<contains TEXT:(,,"\(Finding\|Impression\)")="\(.*\)">$/\2/p'; }
paragraph() { fold -s -w 96 <<< "$2" | sed "1s/^/$(printf '  %-14s' "$1")/; 2,\$s/^/                /"; }
valid=0 drafts=0
for answer in "$state"/found/*.dcm; do
    [ -e "$answer" ] || break
    uid=$(value 0008,0018 "$answer" | tail -n 1)
    rm -f "$state"/fetched/*
    "$dcmtk/getscu" -S -aet WORKSTATION1 -od "$state/fetched" "${peer[@]}" -k QueryRetrieveLevel=IMAGE \
        -k StudyInstanceUID="$(value 0020,000d "$answer" | tail -n 1)" \
        -k SeriesInstanceUID="$(value 0020,000e "$answer" | tail -n 1)" -k SOPInstanceUID="$uid" \
        || fail "C-GET of $uid failed"
    document=$(ls "$state"/fetched/*)
    drafts=$((drafts + 1))
    patient=$(value 0010,0020 "$document" | head -n 1)
    # +Pl: texts whole, not cut to one line of the terminal.
    dump=$("$dcmtk/dsrdump" +U8 +Pl "$document" 2>"$state/dsrdump.err") || fail "dsrdump cannot read the draft"
    verdict=$(dciodvfy -new "$document" 2>&1 || true)
    faults=$(grep -E '^(Error|Warning)' <<< "$verdict" | grep -v ISO_IR.192 || true)
    faults+=$(grep -E '^[EF]:' "$state/dsrdump.err" || true)
    if [ -z "$faults" ]; then valid=$((valid + 1)); else echo "$faults"; fi

    title "draft $drafts · $(value 0010,0010 "$document" | head -n 1) · $patient"
    paragraph findings "$(section Findings "$dump" | head -n 1)"
    paragraph impression "$(section Impressions "$dump")"
    printf '%s' "$dim"
    paragraph "film's labels" "$(labels "$patient")"
    printf '%s' "$plain"
    if [ -n "${VERBOSE:-}" ]; then echo "$dump"; echo "dciodvfy: ${verdict%%$'\n'*}, no error"; fi
done

# --- studies that were not drafted, and the totals ----------------------------------------------------------------
title "not drafted"
"$bin/thoraxctl" worklist --state-directory "$state/state" | awk 'NR == 1 || /^(ineligible|failed)/'
received=$((drafted + failed))
listed=$("$bin/thoraxctl" worklist --json --state-directory "$state/state" | awk -F ': *' '/"images"/ { n += $2 } END { print n }')
[ "$listed" -eq "$sent" ] || fail "$sent images were acknowledged, but $listed are in the work list"

if [ -n "${KEEP:-}" ]; then
    trap - EXIT
    title "still running"
    echo "  send     storescu -aec THORAXD 127.0.0.1 $port FILE.dcm"
    echo "  list     $bin/thoraxctl worklist --state-directory $state/state"
    page=http://127.0.0.1:$(sed -n 's/.* port=\([0-9]*\).*DICOMweb.*/\1/p' "$log" | head -n 1)
    password=$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')
    "$bin/thoraxctl" users add demo --name 'Demo^Reviewer' --organization Demonstration --password \
        --state-directory "$state/state" <<< "$password" > /dev/null
    echo "  review   $page/  login demo, password $password"
    token=$("$bin/thoraxctl" tokens add demo --scope read --scope store --state-directory "$state/state")
    echo "  web      curl -H 'Authorization: Bearer $token' $page/dicom-web/studies"
    echo "  log      $log"
    echo "  stop     kill $daemon; rm -r $state"
else
    kill -TERM "$daemon"
    wait "$daemon" || fail "thoraxd did not stop cleanly"
fi
daemon=
printf '\n%s%d chest studies received, %d drafts, %d valid%s\n' "$bold" "$received" "$drafts" "$valid" "$plain"
[ "$received" -gt 0 ] && [ "$received" -eq "$drafts" ] && [ "$drafts" -eq "$valid" ]
