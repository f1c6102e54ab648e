#!/usr/bin/env bash
# Installs the Python peers of the tests into the virtual environment .venv-peers: pynetdicom as modality, workstation and
# storage commitment user; pydicom and highdicom as readers; dicomweb-client as web client.
# If they cannot be installed, the tests that need them are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(pynetdicom==3.0.4 pydicom==3.0.2 highdicom==0.28.2 dicomweb-client==0.61.2)
folder=.venv-peers
ready="$folder/ready-$(printf '%s' "${packages[*]}" | cksum | cut -d ' ' -f 1)"
[ -e "$ready" ] && exit 0

echo "installing ${packages[*]} from PyPI into $folder"
rm -rf "$folder"
if python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"; then
    touch "$ready"
else
    rm -rf "$folder"
    echo "cannot install the Python peers: the tests that need them will be skipped" >&2
fi
