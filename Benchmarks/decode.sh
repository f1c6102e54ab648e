#!/usr/bin/env bash
# Decoding and windowing one 2500 x 2048 radiograph of 12 bits in every transfer syntax, beside each of pydicom's decoders, in
# turns within one run. The others go into .venv-decode (git-ignored; nothing else needs them). Options go to decode.py.
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
