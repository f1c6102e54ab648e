#!/usr/bin/env bash
# Creates an image of ROWS by COLUMNS 16-bit samples with random, incompressible content; store-benchmark replaces its
# study, series and instance UIDs by numbered ones.
# Usage: image.sh DIRECTORY NAME ROWS COLUMNS
set -euo pipefail
head -c $(( $3 * $4 * 2 )) /dev/urandom > "$1/$2.raw"
cat > "$1/$2.dump" <<DUMP
(0002,0010) UI =LittleEndianExplicit
(0008,0016) UI =ComputedRadiographyImageStorage
(0008,0018) UI [1.2.826.0.1.3680043.2.1.10000000000]
(0008,0060) CS [CR]
(0010,0010) PN [Bench^Mark]
(0010,0020) LO [BENCH]
(0020,000d) UI [1.2.826.0.1.3680043.2.2.10000000000]
(0020,000e) UI [1.2.826.0.1.3680043.2.3.10000000000]
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(0028,0010) US $3
(0028,0011) US $4
(0028,0100) US 16
(0028,0101) US 16
(0028,0102) US 15
(0028,0103) US 0
(7fe0,0010) OW =$1/$2.raw
DUMP
/usr/bin/dump2dcm -q "$1/$2.dump" "$1/$2.dcm"
