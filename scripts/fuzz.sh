#!/usr/bin/env bash
# Runs each fuzzer of Fuzzing/ for FUZZ_SECONDS (60), two at a time, from the corpus in the tree. What is new of
# interest goes into .build-fuzz/corpus, an input that breaks something into .build-fuzz/findings.
# usage: scripts/fuzz.sh [HARNESS...]
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-60}
scratch=.build-fuzz
harnesses=("$@")
[ $# -gt 0 ] || harnesses=(
    accept association command-set conversion data-set header-scan identifier metadata multipart picture pixels query)

export THORAXD_FUZZ=1
swift=${SWIFT:-swift}
clang=$(dirname "$(readlink -f "$(command -v "$swift")")")/clang
# The executable has its own main function, which chooses the harness.
runtime=$("$clang" -print-resource-dir)/lib/linux/libclang_rt.fuzzer_no_main-$(uname -m).a
"$swift" build -c release --scratch-path "$scratch" --product fuzz -Xlinker "$runtime"
fuzz=$("$swift" build -c release --scratch-path "$scratch" --show-bin-path)/fuzz

# The crash handler of the Swift runtime would hang on a process that a sanitizer watches.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS="handle_sigill=1:allocator_may_return_null=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
mkdir -p "$scratch/findings"

run() {
    local harness=$1 seeds=Fuzzing/Corpus/$1
    # What reads data sets shares its seeds.
    [ -d "$seeds" ] || seeds=Fuzzing/Corpus/header-scan
    mkdir -p "$scratch/corpus/$harness"
    "$fuzz" "$harness" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
        -print_final_stats=1 -artifact_prefix="$scratch/findings/$harness-" \
        "$scratch/corpus/$harness" "$seeds" > "$scratch/$harness.log" 2>&1
}

report() {
    local harness=$1 log=$scratch/$1.log
    awk -v name="$harness" '
        /^#/ && / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1) } }
        /stat::number_of_executed_units/ { runs = $2 }
        /stat::average_exec_per_sec/ { rate = $2 }
        END { printf "%-12s %9d runs %7d a second %6d edges %7d features\n", name, runs, rate, cov, ft }' "$log"
}

failed=()
for ((first = 0; first < ${#harnesses[@]}; first += 2)); do
    declare -A running=()
    for harness in "${harnesses[@]:first:2}"; do
        run "$harness" &
        running[$harness]=$!
    done
    for harness in "${harnesses[@]:first:2}"; do
        if ! wait "${running[$harness]}"; then failed+=("$harness"); fi
        report "$harness"
    done
    unset running
done
for harness in "${failed[@]}"; do
    echo "$harness broke; the end of $scratch/$harness.log:" >&2
    grep -v '^#' "$scratch/$harness.log" | tail -n 60 >&2
done
[ ${#failed[@]} -eq 0 ]
