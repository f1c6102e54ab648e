import Foundation
import TestHarness

/// The `thoraxctl` that is built with the tests.
let builtThoraxctl = builtPrograms.appending(path: "thoraxctl")

/// Runs `thoraxctl` to its end; standard output and error together.
func runThoraxctl(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try run(builtThoraxctl.path, arguments)
}
