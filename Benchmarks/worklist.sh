#!/usr/bin/env bash
# The work list with many studies: milliseconds at the 50th and 95th percentile for every query of the daemon's threads
# and of thoraxctl, for thoraxctl itself, state changes per second, and bytes on disk per study. The list is filled by
# SQL, in the program's schema, with the rows of ten years of studies: nine of ten signed, one in a hundred queued, failed
# or on hold. Needs sqlite3.
# Usage: worklist.sh [STUDIES ...]     (default 10000, 100000 and 1000000)
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/figures.sh
build=${BUILD:-.build/release} times=${TIMES:-100}
[ $# -gt 0 ] || set -- 10000 100000 1000000
for product in worklist-benchmark thoraxctl; do
    [ -n "${BUILD:-}" ] || ${SWIFT:-swift} build -c release --product $product
done
client="$build/worklist-benchmark"
work=$(mktemp -d -t thoraxd-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT

# Adds work items, histories, drafts and deliveries for the studies of fill.sh.
fill_work() {
    /usr/bin/sqlite3 "$1/worklist.sqlite" <<SQL
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1000000;
BEGIN;
UPDATE study SET patientHash = printf('%012x', (id - 1) / 2);
INSERT INTO workItem (id, studyRow, state, notBefore, createdAt, changedAt, reason, callingAETitle, priority, heldAt,
        heldBy, holdReason)
    SELECT id, id, CASE WHEN id % 1000 < 900 THEN 'accepted' WHEN id % 1000 < 950 THEN 'edited'
        WHEN id % 1000 < 970 THEN 'rejected' WHEN id % 1000 < 985 THEN 'ineligible' WHEN id % 1000 < 990 THEN 'failed'
        WHEN id % 1000 < 995 THEN 'drafted' WHEN id % 1000 < 998 THEN 'queued' ELSE 'collecting' END,
        1460000000000 + id * 315360000000 / $2, 1460000000000 + id * 315360000000 / $2,
        1460000000000 + id * 315360000000 / $2 + id * 7919 % 86400000, iif(id % 1000 BETWEEN 970 AND 989, 'a reason', NULL),
        iif(id % 5000 = 7, 'RARE', 'CR' || (id % 10)), iif(id % 17 = 0, 10, 0),
        iif(id % 1000 = 995, 1, NULL), iif(id % 1000 = 995, 'admin', NULL), iif(id % 1000 = 995, 'why', NULL)
    FROM study WHERE id <= $2;
INSERT INTO workItemHistory (workItemRow, at, fromState, toState, attempt, revision)
    SELECT workItem.id, createdAt + step.i, 'queued', 'drafting', 1, 1
    FROM workItem JOIN (SELECT 1 AS i UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) AS step;
INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion, weightsSHA256, stageSeconds,
        createdAt)
    SELECT workItem.id, 1, instance.id, '{"words": "' || hex(zeroblob(1200)) || '", "probabilities": [{"label": "Edema", "threshold": 0.7, "probability": '
            || ((workItem.id % 10) / 10.0) || '}, {"label": "Fracture", "threshold": 0.999, "probability": '
            || ((workItem.id % 1000) / 1000.0) || '}]}', 'model', '1', hex(zeroblob(32)),
        '{"decode":0.02,"decoder":0.01,"encoder":0.01,"preprocess":0.04,"sr":0.01}', createdAt
    FROM workItem JOIN series ON series.studyRow = workItem.studyRow AND series.modality = 'SR'
    JOIN instance ON instance.seriesRow = series.id;
INSERT INTO outbox (instanceRow, destination, state, attempt, notBefore, status, reason, createdAt, changedAt)
    SELECT instanceRow, destination.name, CASE WHEN id % 1000 < 990 THEN 'delivered' WHEN id % 1000 < 994 THEN 'failed'
        ELSE 'queued' END, 1, createdAt, 0, iif(id % 1000 BETWEEN 990 AND 993, 'a reason', NULL), createdAt, createdAt
    FROM draft JOIN (SELECT 'archive' AS name UNION SELECT 'station') AS destination;
INSERT INTO outboxHistory (outboxRow, at, fromState, toState, attempt)
    SELECT id, createdAt, 'queued', 'sending', 1 FROM outbox UNION ALL
    SELECT id, createdAt, 'sending', 'delivered', 1 FROM outbox;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
SQL
}

for studies in "$@"; do
    state="$work/$studies"
    mkdir -p "$state"
    "$client" make "$state"
    begin=$(date +%s)
    SR_EVERY=1 Benchmarks/fill.sh "$state" "$studies" 1 3650
    fill_work "$state" "$studies"
    bytes=$(stat -c %s "$state/worklist.sqlite")
    printf '\n%s studies over ten years, filled in %s s, %s bytes per study with its draft and two deliveries\n' \
        "$studies" $(( $(date +%s) - begin )) $(( bytes / studies ))
    printf '%-44s %9s %9s %6s\n' milliseconds p50 p95 rows
    "$client" ask "$state" "$studies" "$times" | figures ms "$studies studies, " | awk -F '\t' '{ printf "%-44s %9.2f %9.2f %6d\n", $1, $2, $3, $4
        if ($3 > worst) { worst = $3; which = $1 } } END { printf "slowest: %s, p95 %.2f ms\n", which, worst }'
    for command in status worklist "worklist --state failed --sort age" outbox; do
        for _ in $(seq 20); do
            begin=$(date +%s%N)
            read -ra words <<< "$command"
            "$build/thoraxctl" "${words[@]}" --state-directory "$state" > /dev/null
            echo $(( ($(date +%s%N) - begin) / 10000 ))
        done | sort -n | awk -v name="thoraxctl $command" '{ all[NR] = $1 / 100 }
            END { printf "%-44s %9.2f %9.2f\n", name, all[int(NR / 2)], all[int(NR * 0.95)] }'
    done
    printf '%-44s %9s\n' "state changes, durable" "per second"
    "$client" move "$state" 3 | figures 1/s "$studies studies, " | awk -F '\t' '{ printf "%-44s %9d\n", $1, $2 }'
    rm -rf "$state"
done
