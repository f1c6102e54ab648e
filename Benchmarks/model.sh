#!/usr/bin/env bash
# Speed and memory of the report model beside PyTorch eager and ONNX Runtime: builds the Swift contender, installs the others
# into .venv-benchmark (git-ignored; nothing else needs them), and lets all take turns. Options go to model.py.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product model-benchmark
venv=.venv-benchmark
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet torch onnxruntime onnx numpy safetensors
fi
"$venv/bin/python" Benchmarks/model.py .build/release/model-benchmark "$@"
