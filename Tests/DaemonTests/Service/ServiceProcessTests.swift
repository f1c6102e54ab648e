import DICOMTestPeer
import Foundation
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The daemon under a service manager: a socket of ours in systemd's place.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct ServiceProcessTests {
    private let socket = "@thoraxd-\(UUID().uuidString)"
    private let receiver: DatagramReceiver

    init() throws { receiver = try DatagramReceiver(at: socket) }

    private func daemon(_ environment: [String: String] = [:]) throws -> TestDaemon {
        try TestDaemon(environment: environment.merging(["NOTIFY_SOCKET": socket]) { $1 })
    }

    @Test func `it is ready once a reporter is, gives signs of life and says that it stops`() throws {
        let daemon = try daemon(["WATCHDOG_USEC": "4000000"])
        let ready = try #require(try receiver.receive { $0.hasPrefix("READY=1") })
        #expect(ready == "READY=1\nSTATUS=0 waiting, 0 drafted, 0 failed")
        #expect(daemon.log.contains("reporter ready"))
        for _ in 0..<3 { #expect(try receiver.receive { $0 == "WATCHDOG=1" } != nil) }
        #expect(daemon.kill(SIGTERM) == 0)
        #expect(try receiver.receive { $0 == "STOPPING=1" } != nil)
    }

    @Test func `images come in though no reporter can start, and the status says why`() throws {
        let daemon = try daemon()
        daemon.kill(SIGTERM)
        // The reporter of another daemon seems to run: this daemon may start none.
        let lock = try LockFile(at: WorkListStore.reporterLockPath(in: daemon.stateDirectory))
        defer { withExtendedLifetime(lock) {} }
        try daemon.start()
        let ready = try receiver.receive { $0.hasPrefix("READY=1") && $0.contains("none is drafted") }
        #expect(ready?.contains("the reporter process ended") == true)
        #expect(try daemon.dcmtk("echoscu", []).status == 0)
        #expect(try daemon.workList().incidents(limit: 9).count == 1, "the same reason is one incident")
        #expect(try daemon.workList().openIncidents(limit: 9).count == 1)
    }

    @Test func `a reload during the start does not make the daemon ready`() throws {
        let daemon = try daemon()
        daemon.kill(SIGTERM)
        #expect(try receiver.receive { $0 == "STOPPING=1" } != nil)
        // No reporter can begin, so that it takes three attempts until the daemon is ready without one.
        let lock = try LockFile(at: WorkListStore.reporterLockPath(in: daemon.stateDirectory))
        defer { withExtendedLifetime(lock) {} }
        try daemon.start()
        try daemon.reload("")
        let ready = try receiver.receive { $0.hasPrefix("READY=1") }
        #expect(ready?.contains("none is drafted") == true, "\(ready ?? "nothing")")
    }
}
