#!/usr/bin/env bash
# Installs pycocoevalcap, the reference for the text metrics, into the virtual environment .venv-pycocoevalcap.
# If it cannot be installed, the tests that need it are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.2
folder=.venv-pycocoevalcap
[ -e "$folder/ready-$version" ] && exit 0

echo "installing pycocoevalcap $version from PyPI into $folder"
rm -rf "$folder"
# Installed without its dependencies: the scorers that the tests compare need only numpy.
if python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps "pycocoevalcap==$version" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check "numpy==2.2.6"; then
    touch "$folder/ready-$version"
else
    rm -rf "$folder"
    echo "cannot install pycocoevalcap: the tests that need it will be skipped" >&2
fi
