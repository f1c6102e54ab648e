#!/usr/bin/env bash
# Builds everything with a sanitizer, in a scratch path of its own, and runs the tests that it is for:
#   address   address, leak and undefined behaviour sanitizers; tests of the targets on top of C and C++
#   thread    thread sanitizer; tests of the targets that own threads
# usage: scripts/sanitize.sh address|thread [FILTER]
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?usage: scripts/sanitize.sh address|thread [FILTER]}
flags=(--scratch-path ".build-$kind" --sanitize "$kind")
case $kind in
address)
    filter='^(Platform|DICOMCore|DICOMNetwork|DICOMObject|Imaging|Tensors|NeuralNetwork|ReportGeneration)Tests\.'
    # The package traps undefined behaviour, since SwiftPM links no runtime for it; ASan prints the trace of the trap.
    for compiler in -Xcc -Xcxx; do
        flags+=("$compiler" -fsanitize=undefined "$compiler" -fsanitize-trap=undefined)
    done
    export ASAN_OPTIONS="handle_sigill=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
    export LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.txt:print_suppressions=0${LSAN_OPTIONS:+:$LSAN_OPTIONS}"
    ;;
thread)
    filter='^(Platform|DICOMNetwork|DICOMServices|Intake|Delivery|Commitment|Auditing|Retention|Tensors)Tests\.'
    export TSAN_OPTIONS="halt_on_error=0:exitcode=66${TSAN_OPTIONS:+:$TSAN_OPTIONS}"
    ;;
*)
    echo "no sanitizer is called $kind: address or thread" >&2
    exit 2
    ;;
esac
# The crash handler of the Swift runtime reads memory as a sanitizer does not allow.
export SWIFT_BACKTRACE=enable=no

"${SWIFT:-swift}" build --build-tests "${flags[@]}"
# No test is one of XCTest, whose runner leaks.
"${SWIFT:-swift}" test --skip-build --disable-xctest --filter "${2:-$filter}" "${flags[@]}"
