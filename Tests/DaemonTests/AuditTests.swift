import Auditing
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@testable import WorkList

/// The audit trail of a running daemon, from start to stop.
@Suite(.blocking) struct AuditTests {
    @Test func `a daemon's trail begins with its start, ends with its stop and is whole across a kill`() throws {
        let daemon = try TestDaemon()
        let xrays = packageRoot.appending(path: "samples/xrays").path
        let names = try FileManager.default.contentsOfDirectory(atPath: xrays)
        let name = try #require(names.filter { $0.hasSuffix(".dcm") }.min())
        let stored = try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], ["\(xrays)/\(name)"])
        #expect(stored.status == 0, "\(stored.output)")
        _ = try daemon.dcmtk("findscu", ["-S", "-k", "0008,0052=STUDY"])
        let workList = try daemon.workList()
        func events() throws -> [String] { try workList.auditRecords(limit: 100).reversed().map(\.event) }
        #expect(try eventually { try Set(events()).isSuperset(of: ["110100", "110104", "110112"]) })
        daemon.kill(SIGKILL)
        try daemon.start()
        // It says that it serves a moment before it listens for signals.
        #expect(try eventually { try events().count(where: { $0 == "110100" }) == 2 })
        daemon.kill(SIGTERM)
        #expect(try events().first == "110100")
        #expect(try events().last == "110100")
        #expect(try events().count { $0 == "110100" } == 3)
        #expect(try events().count { $0 == "110104" } == 1)
        let verification = try workList.verifyAuditTrail()
        #expect(verification.fault == nil)
        #expect(daemon.log.contains("audit.hash=\(verification.head?.hexadecimalHash ?? "")"))
    }
}
