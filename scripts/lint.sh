#!/usr/bin/env bash
# Holds every source to the format and the rules of its language: swift format (.swift-format), clang-format
# (.clang-format) and the static analyzer of the toolchain's clang, shellcheck (.shellcheckrc), pyflakes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

failed=0
files() { find . -path './.*/*' -prune -o -type f \( "$@" \) -print0; }
judge() { "$@" || { echo "$1 found something" >&2; failed=1; }; }

mapfile -d '' c < <(files -name '*.c' -o -name '*.cpp' -o -name '*.h')
mapfile -d '' shell < <(files -name '*.sh')
mapfile -d '' python < <(files -name '*.py')
judge "${SWIFT:-swift}" format lint --recursive --strict Package.swift Sources Tests Fuzzing Benchmarks
judge clang-format-19 --dry-run --Werror "${c[@]}"
judge scripts/analyze.sh
judge shellcheck "${shell[@]}" .ci/run packaging/postinst packaging/prerm packaging/postrm
# Debian's, whatever python3 comes first in PATH.
judge /usr/bin/python3 -m pyflakes "${python[@]}"
exit "$failed"
