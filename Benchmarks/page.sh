#!/usr/bin/env bash
# Measures the review page in headless Chromium: list, preview, full film, windowing; and OHIF on the same node in the same run,
# if scripts/ohif.sh has installed it. The node runs and has waiting drafts.
#
#     Benchmarks/page.sh ADDRESS LOGIN PASSWORD
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 3 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

scripts/python-peers.sh
.venv-peers/bin/python Benchmarks/page.py "$@"
