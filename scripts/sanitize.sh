#!/usr/bin/env bash
# Builds everything with a sanitizer, in a scratch path of its own, and runs the tests that it is for:
#   address   address, leak and undefined behaviour sanitizers; tests of the targets on top of C and C++
#   thread    thread sanitizer; tests of the targets that own threads, in this process
# It runs unattended: a build or a test run that takes longer than 90 minutes ends with exit code 124.
# usage: scripts/sanitize.sh address|thread [FILTER]
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?usage: scripts/sanitize.sh address|thread [FILTER]}
flags=(--scratch-path ".build-$kind" --sanitize "$kind")
case $kind in
address)
    filter='^(Platform|DICOMCore|DICOMNetwork|DICOMObject|DICOMWebEncoding|Imaging|Tensors)Tests\.'
    # On the kernels; and the fuzzers' harnesses, with their seeds.
    filter+='|^(NeuralNetwork|ReportGeneration|Fuzzing)Tests\.'
    # The package traps undefined behaviour, since SwiftPM links no runtime for it; ASan prints the trace of the trap.
    for compiler in -Xcc -Xcxx; do
        flags+=("$compiler" -fsanitize=undefined "$compiler" -fsanitize-trap=undefined)
    done
    export ASAN_OPTIONS="handle_sigill=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
    export LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.txt:print_suppressions=0${LSAN_OPTIONS:+:$LSAN_OPTIONS}"
    ;;
thread)
    # Decoders are confined processes, which the sanitizer cannot start; browsers and other peers only take time.
    filter='^(Platform|DICOMNetwork|DICOMServices|Intake|Delivery|Commitment|Auditing|Retention|Tensors)Tests\.'
    filter+='|^(Control|DICOMCore|WebAccess|WorkListDatabase|Monitoring|WebServing)Tests\.'
    filter+='|^DaemonTests\.(MachineWatch|ServiceReport|LeveledLogHandler)Tests|^DecodingTests\.DecoderPlacesTests'
    filter+='|^DICOMWebTests\.(Search|Store|Retrieve|HostileHTTP|SecureListener|SessionAccess)Tests'
    filter+='|^ReviewPageTests\.(Event|Session)Tests|^RenderingsTests\.(PictureCache|PicturesAhead)Tests'
    filter+='|^ReportingTests\.ReporterPulseTests'
    export TSAN_OPTIONS="halt_on_error=0:exitcode=66${TSAN_OPTIONS:+:$TSAN_OPTIONS}"
    ;;
*)
    echo "no sanitizer is called $kind: address or thread" >&2
    exit 2
    ;;
esac
# The crash handler of the Swift runtime reads memory as a sanitizer does not allow.
export SWIFT_BACKTRACE=enable=no

limit=(timeout --kill-after=1m 90m nice)
"${limit[@]}" "${SWIFT:-swift}" build --build-tests "${flags[@]}"
# No test is one of XCTest, whose runner leaks.
"${limit[@]}" "${SWIFT:-swift}" test --skip-build --disable-xctest --filter "${2:-$filter}" "${flags[@]}"
