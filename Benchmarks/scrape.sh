#!/usr/bin/env bash
# Cost of a metrics scrape with a large work list: milliseconds the daemon takes to read its figures (which it reports
# itself) and milliseconds the client waits, over several scrapes without caching. Needs `make build` and sqlite3.
# Usage: scrape.sh [STUDIES] [SCRAPES]
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
. Benchmarks/server.sh
studies=${1:-1000000} scrapes=${2:-20} build=${BUILD:-.build/release} port=${PORT:-21143}

start() {
    cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/state
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $port }
storage: { reserve_megabytes: 64 }
metrics: { port: $(( port + 1 )) }
YAML
    "$build/thoraxd" serve --config "$work/thoraxd.yaml" & server=$!
    for _ in $(seq 300); do curl --silent --fail -o /dev/null "http://127.0.0.1:$(( port + 1 ))/readyz" && return; sleep 0.1; done
    echo "thoraxd does not respond" >&2
    exit 1
}

start
stop
Benchmarks/fill.sh "$work/state" "$studies" 1 3650
# Adds work items in every resting state, and drafts and deliveries for studies with a report.
/usr/bin/sqlite3 "$work/state/worklist.sqlite" <<SQL
PRAGMA synchronous = OFF;
BEGIN;
INSERT INTO workItem (id, studyRow, state, notBefore, reason, createdAt, changedAt)
    SELECT id, id, CASE id % 20 WHEN 0 THEN 'ineligible' WHEN 1 THEN 'failed' WHEN 2 THEN 'accepted' WHEN 3 THEN 'edited'
        ELSE 'drafted' END, 0, 'a reason', id, id FROM study;
INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion, weightsSHA256, stageSeconds,
        createdAt)
    SELECT series.studyRow, 1, instance.id, '{}', 'm', '1', '0', '{"decode": 0.1}', 0
    FROM series JOIN instance ON instance.seriesRow = series.id WHERE series.modality = 'SR';
INSERT INTO outbox (instanceRow, destination, state, notBefore, status, createdAt, changedAt)
    SELECT instanceRow, 'archive', 'delivered', 0, 0, id, id FROM draft;
COMMIT;
SQL
start
for _ in $(seq "$scrapes"); do
    sleep 5.1
    curl --silent --output "$work/page" --write-out '%{time_total} ' "http://127.0.0.1:$(( port + 1 ))/metrics"
    awk '$1 == "thoraxd_work_list_read_seconds" { print $2 }' "$work/page"
done | sort -n > "$work/times"
grep -c . "$work/page" | sed 's/$/ lines in a page/'
grep '^thoraxd_studies{state="drafted"}' "$work/page"
figure "scrape of $studies studies" "$(awk '{ wait[NR] = $1 } END { print wait[int((NR + 1) / 2)] }' "$work/times")" s
awk '{ wait[NR] = $1; read += $2 } END {
    printf "client: median %.1f ms, maximum %.1f ms; reading the work list: mean %.1f ms\n",
        1000 * wait[int((NR + 1) / 2)], 1000 * wait[NR], 1000 * read / NR }' "$work/times"
stop
