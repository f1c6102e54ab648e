// A fuzzer of libFuzzer: `fuzz HARNESS [libFuzzer's arguments]`. scripts/fuzz.sh builds and runs it.
import Glibc

/// libFuzzer's main function; it calls `body` until the arguments say that it is enough, and exits.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

nonisolated(unsafe) private var harness: Harness = { _ in }

guard CommandLine.arguments.count > 1, let chosen = harnesses[CommandLine.arguments[1]] else {
    print("usage: fuzz \(harnesses.keys.sorted().joined(separator: "|")) [ARGUMENTS OF LIBFUZZER]")
    exit(2)
}
harness = chosen
// libFuzzer sees the arguments without the name of the harness.
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
exit(
    runDriver(&count, &arguments) { start, count in
        harness(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    })
