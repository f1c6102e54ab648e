#!/usr/bin/env bash
# Times decoding and windowing of one 12-bit 2500 x 2048 radiograph in every transfer syntax, alternating with each of
# pydicom's decoders. Installs those into .venv-decode (git-ignored, used by nothing else). Passes options to decode.py.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product decode-benchmark
venv=.venv-decode
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pydicom==3.0.2 numpy pillow pylibjpeg pylibjpeg-libjpeg pylibjpeg-openjpeg \
        pylibjpeg-rle pyjpegls python-gdcm
fi
exec "$venv/bin/python" Benchmarks/decode.py .build/release/decode-benchmark "$@"
