#!/usr/bin/env bash
# Installs OHIF, as the wheel of monailabel has it, and Playwright into .venv-ohif, and Chromium from Debian: the browser of
# `make test-ohif`. Without them that test is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.venv-ohif
ready="$folder/ready-1"
if [ ! -e "$ready" ]; then
    echo "installing OHIF and Playwright from PyPI into $folder"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
    # Only the viewer in it, without the wheel's own dependencies.
    "$folder/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$folder" monailabel==0.8.5
    "$folder/bin/python" -m zipfile -e "$folder"/monailabel-*.whl "$folder/monailabel"
    mv "$folder/monailabel/monailabel/endpoints/static/ohif" "$folder/ohif"
    rm -rf "$folder/monailabel" "$folder"/monailabel-*.whl
    touch "$ready"
fi
[ -x /usr/bin/chromium ] && exit 0

install=(apt-get install --yes --no-install-recommends chromium)
if [ "$(id -u)" -eq 0 ]; then
    echo "installing chromium"
    apt-get update --quiet --quiet
    DEBIAN_FRONTEND=noninteractive "${install[@]}" --quiet --quiet >/dev/null
else
    printf 'Chromium is missing; install it with:\n\n    sudo %s\n\n' "${install[*]}" >&2
    exit 1
fi
