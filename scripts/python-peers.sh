#!/usr/bin/env bash
# Installs the Python peers of the tests into virtual environments: pynetdicom as modality, workstation and storage
# commitment user, pydicom and highdicom as readers, dicomweb-client as web client, playwright to drive Chromium through the
# review page and axe to judge its screens in .venv-peers; dicomtrolley, another web client, in .venv-trolley, because pip finds
# no versions that fit all of them.
# If they cannot be installed, the tests that need them are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

# install FOLDER PACKAGE…
install() {
    local folder=$1 ready
    shift
    ready="$folder/ready-$(printf '%s' "$*" | cksum | cut -d ' ' -f 1)"
    [ -e "$ready" ] && return 0
    echo "installing $* from PyPI into $folder"
    rm -rf "$folder"
    if python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"; then
        touch "$ready"
    else
        rm -rf "$folder"
        echo "cannot install $*: the tests that need them will be skipped" >&2
    fi
}

install .venv-peers pynetdicom==3.0.4 pydicom==3.0.2 highdicom==0.28.2 dicomweb-client==0.61.2 \
    playwright==1.65.2 axe-playwright-python==0.1.8
install .venv-trolley dicomtrolley==4.1.0 pydicom==3.0.2
