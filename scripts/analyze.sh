#!/usr/bin/env bash
# Runs the static analyzer of the toolchain's clang over every C and C++ source, two at a time. It names paths on which a
# null pointer is used, memory leaks, or a value is not set, and ends with an error if it finds one.
set -euo pipefail
cd "$(dirname "$0")/.."

clang=$(dirname "$(readlink -f "$(command -v "${SWIFT:-swift}")")")/clang
flags=(--analyze --analyzer-output text -Xclang -analyzer-werror -Wall -Wextra -Werror)
for target in Sources/*/; do
    find "$target" -name '*.c' -print0 | xargs -0 -r -n 1 -P 2 "$clang" -std=c17 "${flags[@]}" -I "${target}include"
    find "$target" -name '*.cpp' -print0 | xargs -0 -r -n 1 -P 2 "$clang" -std=c++17 "${flags[@]}" -I "${target}include"
done
