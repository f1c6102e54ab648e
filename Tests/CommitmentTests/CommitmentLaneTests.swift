import DICOMCore
import DICOMNetwork
import Foundation
import GRDB
import Logging
import Platform
import TestHarness
import Testing
import WorkListFixture

@testable import Commitment
@testable import WorkList
@testable import WorkListDatabase

/// What a lane makes of transactions that the work list refuses, before it calls its peer.
@Suite(.timeLimit(.minutes(10)))
struct CommitmentLaneTests {
    private let fixture: Fixture
    private let peer: Peer
    private let title: AETitle

    init() throws {
        fixture = try Fixture()
        title = try #require(AETitle("THORAXD"))
        var peer = Peer(name: "modality", aeTitle: try #require(AETitle("MODALITY")))
        (peer.host, peer.port) = ("127.0.0.1", 1)
        peer.permissions.insert(.commit)
        self.peer = peer
        let request = CommitmentInformation(
            transactionUID: try #require(UID("1.9")),
            references: [.init(sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.2.9")])
        _ = try fixture.workList.acceptCommitment(request, from: peer.name, calledAETitle: title)
        try fixture.workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER stuck BEFORE UPDATE ON commitmentReference BEGIN SELECT RAISE(ABORT, 'stuck'); END
                    """)
        }
    }

    private func transaction() throws -> CommitmentListing {
        try #require(try fixture.workList.commitments(limit: 1).first)
    }

    private func run(retry: Duration, until condition: () throws -> Bool) async throws {
        var pauses = CommitmentPauses()
        pauses.retry = BackOff(first: retry, longest: retry)
        let lane = CommitmentLane(
            with: peer, requestor: AssociationRequestor(callingAETitle: title), workList: fixture.workList,
            pauses: pauses, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await OwnedThread.run(name: "lane") { lane.run() } }
        defer { lane.loop.stop() }
        try await waitUntil { try condition() }
        lane.loop.stop()
        try await running.value
    }

    private func open() throws -> [OpenIncident] { try fixture.workList.openIncidents(limit: 9) }

    @Test func `a report that failed is given back, to be tried after a pause`() async throws {
        try await run(retry: .seconds(3600)) { try transaction().attempt == 1 && transaction().state == .waiting }
        #expect(try transaction().reason != nil)
        #expect(try fixture.workList.claimCommitment(of: peer.name) == nil)
        #expect(try fixture.workList.claimCommitment(of: peer.name, at: .now + 3600) != nil)
    }

    @Test func `a report that fails each time is given up, and then told once as such`() async throws {
        try await run(retry: .milliseconds(1)) { try transaction().state == .failed && open().count == 1 }
        let incident = try #require(try open().first)
        #expect(!incident.isLasting && incident.message.contains("was given up"), "\(incident.message)")
        #expect(try transaction().attempt == CommitmentTransaction.State.maximumAttempts)
    }
}
