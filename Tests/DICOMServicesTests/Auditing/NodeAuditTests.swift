import Auditing
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkList

/// What the node hands to the audit trail.
@Suite(.blocking) struct NodeAuditTests {
    private func occurrences(of node: RunningNode, count: Int) throws -> [AuditOccurrence.What] {
        var taken: [AuditOccurrence.What] = []
        _ = eventually {
            taken += node.audit.take().map(\.what)
            return taken.count >= count
        }
        return taken
    }

    private func findscu(_ node: RunningNode, _ options: [String]) throws -> Tool {
        try Tool.run(
            "findscu", ["-S", "-aet", "STATION", "-aec", "THORAXD", "127.0.0.1", "\(node.port)"] + options)
    }

    @Test func `a query is handed over with who asked and what`() throws {
        let node = try RunningNode()
        _ = try findscu(node, ["-k", "0008,0052=STUDY", "-k", "0010,0010=DOE*"])
        guard case .queried(let caller, let query) = try occurrences(of: node, count: 1).first else {
            Issue.record("no query")
            return
        }
        #expect(caller.name == "STATION" && caller.address == "127.0.0.1")
        #expect(query.sopClassUID == "1.2.840.10008.5.1.4.1.2.2.1")
        #expect(String(decoding: query.identifier, as: UTF8.self).contains("DOE*"))
        #expect(query.failure == nil)
    }

    @Test func `a query that cannot be answered says why`() throws {
        let node = try RunningNode()
        _ = try findscu(node, ["-k", "0008,0052=NONSENSE"])
        guard case .queried(_, let query) = try occurrences(of: node, count: 1).first else {
            Issue.record("no query")
            return
        }
        #expect(query.failure != nil)
    }

    @Test func `a rejected association is handed over with its address and reason`() throws {
        let node = try RunningNode(unknownPeers: .refuse)
        _ = try Tool.run("echoscu", ["-aet", "INTRUDER", "-aec", "THORAXD", "127.0.0.1", "\(node.port)"])
        guard case .rejected(let caller, let reason) = try occurrences(of: node, count: 1).first else {
            Issue.record("no rejection")
            return
        }
        #expect(caller == .init(aeTitle: "INTRUDER", address: "127.0.0.1"))
        #expect(reason.contains("calling AE title not recognized"))
    }

    @Test func `a retrieval is handed over at its beginning and its end`() throws {
        let node = try RunningNode()
        try node.fill(images: 1)
        _ = node.audit.take()
        let folder = try TemporaryDirectory()
        _ = try Tool.run(
            "getscu",
            [
                "-S", "-aet", "STATION", "-aec", "THORAXD", "-od", folder.url.path, "127.0.0.1", "\(node.port)", "-k",
                "0008,0052=STUDY", "-k", "0020,000D=1.2.3",
            ])
        let taken = try occurrences(of: node, count: 2)
        guard taken.count == 2, case .retrievalBegan(let caller, let began) = taken[0],
            case .retrievalEnded(_, let ended, let failure) = taken[1]
        else {
            Issue.record("\(taken)")
            return
        }
        #expect(caller.name == "STATION")
        #expect(began == ended)
        #expect(began.studyInstanceUID == "1.2.3" && began.instances.values.reduce(0, +) == 1)
        #expect(began.destination == nil && failure == nil)
    }
}
