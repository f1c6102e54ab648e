#!/usr/bin/env bash
# Compares the report model's speed and memory with PyTorch eager and ONNX Runtime. Builds the Swift program, installs the
# others into .venv-benchmark (git-ignored, used by nothing else) and alternates between them. Passes options to model.py.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product model-benchmark
venv=.venv-benchmark
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet torch onnxruntime onnx numpy safetensors
fi
"$venv/bin/python" Benchmarks/model.py .build/release/model-benchmark "$@"
