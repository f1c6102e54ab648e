import Foundation
import TestHarness
import Testing

/// The steps of the README from a running daemon to a connected peer, each with what it says.
@Suite(.blocking) struct NewcomerTests {
    private let daemon: TestDaemon

    init() throws { daemon = try TestDaemon(environment: ["THORAXD_DICOM_UNKNOWN_PEERS": "refuse"]) }

    private func run(_ program: String, _ arguments: String...) throws -> (status: Int32, output: String) {
        try TestHarness.run(
            builtPrograms.appending(path: program).path, arguments + ["--config", "\(daemon.directory)/thoraxd.yaml"])
    }

    private func sendsXray() throws -> Bool {
        try TestHarness.run(
            "/usr/bin/storescu",
            [
                "-xs", "-aet", "CR1", "-aec", "THORAXD", "127.0.0.1", "\(daemon.port)",
                packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path,
            ]
        ).status == 0
    }

    @Test func `a caller is refused, is named, becomes a peer by one command, and its study is in the list`() throws {
        let checked = try run("thoraxd", "check-config")
        #expect(checked.status == 0 && checked.output.contains("good; "), "\(checked)")
        #expect(try !sendsXray(), "it is not named yet")

        #expect(try eventually { try run("thoraxctl", "status").output.contains("CR1 at 127.0.0.1: calling AE title") })
        let callers = try run("thoraxctl", "peers").output
        #expect(callers.contains("thoraxctl peers add NAME --from-caller TITLE"), "\(callers)")
        #expect(callers.contains("ae_title: 'CR1'") && callers.contains("permissions: [store]"), "\(callers)")

        let added = try run("thoraxctl", "peers", "add", "room1", "--from-caller", "CR1")
        #expect(
            added.status == 0 && added.output.contains("added room1 at \(daemon.directory)/thoraxd.yaml"), "\(added)")
        #expect(added.output.contains("thoraxd reads the configuration again"), "\(added)")
        #expect(try eventually { try sendsXray() })

        let connected = try run("thoraxctl", "peers").output
        #expect(connected.contains("room1  CR1") && connected.contains("no unknown callers"), "\(connected)")
        #expect(try eventually { try run("thoraxctl", "worklist").output.contains("1 study: ") })
        let status = try run("thoraxctl", "status").output
        #expect(!status.contains("wrong     configuration") && !status.contains("waits for a"), "\(status)")
    }
}
