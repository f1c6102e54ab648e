#!/usr/bin/env bash
# Installs the missing Debian packages that the build, the demo and the tests need.
# If it is not allowed to install, it prints the command that does.
set -euo pipefail

packages=(
    libdcmtk-dev libssl-dev libsqlite3-dev zlib1g-dev                        # built against
    libopenblas-dev libopenblas0-pthread libjpeg-dev libpng-dev libopenjp2-7-dev
    libpangocairo-1.0-0 fonts-dejavu-core fonts-droid-fallback               # PDF and picture pages
    dcmtk dicom3tools orthanc orthanc-dicomweb                               # peers for the demo and the tests
    openssl                                                                  # certificates for the tests
    wordnet-base                                                             # synonyms of thorax-model score
    python3-venv                                                             # scripts/pycocoevalcap.sh, python-peers.sh
    systemd                                                                  # checks the unit file
    libxml2-utils rsyslog-openssl                                            # validator and collector for the audit trail
    clang-format-19 shellcheck python3-pyflakes                              # make lint
    chromium fonts-noto-cjk                                                  # the review page in a browser, Chinese too
    sqlite3 libpixelmed-java openjdk-17-jre-headless poppler-utils           # validators in the tests
)

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done

if ! command -v swift >/dev/null; then
    echo "Swift 6.3 is missing: install the toolchain for Debian 12 and put swift on the PATH" >&2
    exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

install=(apt-get install --yes --no-install-recommends "${missing[@]}")
if [ "$(id -u)" -eq 0 ]; then
    run=()
elif sudo --non-interactive true 2>/dev/null; then
    run=(sudo --non-interactive)
else
    printf 'packages are missing; install them with:\n\n    sudo %s\n\n' "${install[*]}" >&2
    exit 1
fi
echo "installing ${missing[*]}"
"${run[@]}" apt-get update --quiet --quiet
"${run[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" --quiet --quiet >/dev/null
