#!/usr/bin/env bash
# Builds thorax-model with the trait MPI and compares training in several processes with training in one
# (scripts/mpi_curves.py).
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v mpirun >/dev/null || ! pkg-config --exists ompi-c; then
    command="apt-get install --yes --no-install-recommends libopenmpi-dev openmpi-bin"
    if [ "$(id -u)" -eq 0 ]; then
        apt-get update --quiet --quiet
        DEBIAN_FRONTEND=noninteractive $command --quiet --quiet >/dev/null
    else
        printf 'Open MPI is missing; install it with:\n\n    sudo %s\n\n' "$command" >&2
        exit 1
    fi
fi

"${SWIFT:-swift}" build --product thorax-model --traits MPI --scratch-path .build-mpi
python3 scripts/mpi_curves.py .build-mpi/debug/thorax-model etc/thorax-model-demo.json
