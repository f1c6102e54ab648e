#!/usr/bin/env bash
# Measures the review page in headless Chromium: list, preview, full film, windowing. The node runs and has drafts that wait.
#
#     Benchmarks/page.sh ADDRESS LOGIN PASSWORD
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 3 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }

scripts/python-peers.sh
.venv-peers/bin/python Benchmarks/page.py "$@"
