#!/usr/bin/env bash
# Fills the work list of a stopped daemon with studies by SQL, with the same rows as if their objects had been stored.
# Every tenth study has a structured report, or every SR_EVERYth.
# Usage: fill.sh STATE_DIRECTORY STUDIES IMAGES_PER_STUDY DAYS
set -euo pipefail
state=$1 studies=$2 images=$3 days=$4
/usr/bin/sqlite3 "$state/worklist.sqlite" <<SQL
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1000000;
BEGIN;
CREATE TEMP TABLE number AS WITH RECURSIVE up(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM up WHERE i + 1 < $studies)
    SELECT i, '1.2.826.0.1.3680043.2.9.' || i AS uid FROM up;
INSERT INTO study (id, studyInstanceUID, patientID, patientName, patientNameAlphabetic, patientBirthDate, patientSex,
        accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName,
        referringPhysicianNameAlphabetic)
    SELECT i + 1, uid, printf('PID%07d', i / 2), printf('NAME%06d^GIVEN%d', i / 20, i % 20),
        printf('name%06d^given%d', i / 20, i % 20), '19600101', 'F', printf('ACC%08d', i), 'S' || i,
        strftime('%Y%m%d', '2016-01-01', '+' || (i * 7919 % $days) || ' days'), '101112', 'Chest PA', 'REFERRER^R',
        'referrer^r' FROM number;
INSERT INTO series (id, studyRow, seriesInstanceUID, modality, seriesNumber)
    SELECT i + 1, i + 1, uid || '.1', 'CR', 1 FROM number;
INSERT INTO series (id, studyRow, seriesInstanceUID, modality, seriesNumber)
    SELECT $studies + i + 1, i + 1, uid || '.2', 'SR', 2 FROM number WHERE i % ${SR_EVERY:-10} = 0;
INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, path, byteCount,
        sha256, origin, storedAt)
    SELECT series.id, seriesInstanceUID || '.' || place.i, iif(modality = 'SR', '1.2.840.10008.5.1.4.1.1.88.11',
        '1.2.840.10008.5.1.4.1.1.1'), '1.2.840.10008.1.2', place.i, 'instances/' || series.id || '-' || place.i, 600,
        randomblob(32), 'received', 0
    FROM series JOIN (SELECT 1 AS i UNION SELECT 2) AS place ON place.i <= iif(modality = 'SR', 1, $images);
COMMIT;
SQL
