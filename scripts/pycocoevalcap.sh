#!/usr/bin/env bash
# Puts pycocoevalcap, the judge of the text scores, into a virtual environment of its own: .venv-pycocoevalcap.
# Where it cannot be installed the tests that need it are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.2
folder=.venv-pycocoevalcap
[ -e "$folder/ready-$version" ] && exit 0

echo "installing pycocoevalcap $version from PyPI into $folder"
rm -rf "$folder"
# Without its dependencies: the scorers compared need numpy alone.
if python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps "pycocoevalcap==$version" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check "numpy==2.2.6"; then
    touch "$folder/ready-$version"
else
    rm -rf "$folder"
    echo "pycocoevalcap cannot be installed: the tests that need it will be skipped" >&2
fi
