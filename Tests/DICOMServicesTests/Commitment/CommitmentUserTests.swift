import Commitment
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// pynetdicom as the modality that asks for storage commitment.
@Suite(
    .blocking, .timeLimit(.minutes(10)), .serialized,
    .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct CommitmentUserTests {
    private static let image = SOPClass.computedRadiographyImage.description

    /// What `commitment_user.py` prints.
    private struct Outcome: Decodable {
        struct Report: Decodable, Equatable {
            var event: Int
            var transaction: String
            var committed: [String]
            var failed: [String: Int]
            var calling: String
            var on_own_port: Bool
        }
        var established: Bool
        var status: Int?
        var reports: [Report]
    }

    private func ask(
        _ running: RunningNode, own: UInt16, where place: String = "own", called: String = "THORAXD",
        transaction: String = "1.9", reports: Int = 1, _ references: [String]
    ) throws -> Outcome {
        let peer = try PythonPeer.run(
            "commitment_user.py", ["\(running.port)", "\(own)", place, "\(reports)", called, transaction] + references)
        let line = peer.output.split(separator: "\n").last.map(String.init) ?? ""
        guard let outcome = try? JSONDecoder().decode(Outcome.self, from: Data(line.utf8)) else {
            Issue.record("\(peer.output)")
            return Outcome(established: false, status: nil, reports: [])
        }
        return outcome
    }

    private func references(_ count: Int) -> [String] { (1...count).map { "\(Self.image):1.2.3.\($0)" } }

    @Test func `what is stored is committed on an association of its own, under the title that was called`() throws {
        let own = try FreePort.find()
        let peers = [Peer.modality(port: own)]
        let running = try RunningNode(peers: peers)
        try running.fill(images: 3)
        let commitment = try RunningCommitment(running, with: peers)
        let outcome = try ask(running, own: own, references(3))
        withExtendedLifetime(commitment) {}
        #expect(outcome.status == 0)
        #expect(
            outcome.reports == [
                .init(
                    event: 1, transaction: "1.9", committed: ["1.2.3.1", "1.2.3.2", "1.2.3.3"], failed: [:],
                    calling: "THORAXD", on_own_port: true)
            ])
        let transaction = try #require(try running.transaction())
        #expect(transaction.committed == 3 && transaction.failed == 0)
    }

    @Test func `what is missing, of another class or damaged is reported with its reason and never committed`() throws {
        let own = try FreePort.find()
        let peers = [Peer.modality(port: own)]
        let running = try RunningNode(peers: peers)
        try running.fill(images: 5)
        let paths = try (1...5).map { URL(filePath: try #require(try running.stored("1.2.3.\($0)")).path) }
        var damaged = try Data(contentsOf: paths[1])
        damaged[damaged.count - 1] ^= 1
        try damaged.write(to: paths[1])
        try Data(contentsOf: paths[2]).dropLast(2).write(to: paths[2])
        try FileManager.default.removeItem(at: paths[3])
        let commitment = try RunningCommitment(running, with: peers)
        let outcome = try ask(
            running, own: own,
            references(4) + ["\(SOPClass.digitalXRayImageForPresentation):1.2.3.5", "\(Self.image):1.2.3.6"])
        withExtendedLifetime(commitment) {}
        let report = try #require(outcome.reports.first)
        #expect(outcome.reports.count == 1 && report.event == 2 && report.committed == ["1.2.3.1"])
        #expect(
            report.failed == [
                "1.2.3.2": 0x0110, "1.2.3.3": 0x0110, "1.2.3.4": 0x0110, "1.2.3.5": 0x0119, "1.2.3.6": 0x0112,
            ])
        #expect(try running.workList.incidents(limit: 9).filter { $0.message.contains("is damaged") }.count == 3)
    }

    @Test func `a peer that wants it so is told on the association of its request`() async throws {
        let peers = [Peer.modality(port: 9, onSameAssociation: true)]
        let running = try RunningNode(peers: peers)
        try running.fill(images: 2)
        let outcome = try ask(running, own: 0, where: "same", references(2))
        #expect(outcome.reports.map(\.on_own_port) == [false])
        #expect(outcome.reports.first?.committed == ["1.2.3.1", "1.2.3.2"])
        try await waitUntil { try running.transaction()?.state == .reported }
    }

    @Test func `a peer that leaves before the report on its association is told on another`() throws {
        let own = try FreePort.find()
        let peers = [Peer.modality(port: own, onSameAssociation: true)]
        let running = try RunningNode(peers: peers)
        try running.fill(images: 2)
        let commitment = try RunningCommitment(running, with: peers)
        let outcome = try ask(running, own: own, where: "own", references(2))
        withExtendedLifetime(commitment) {}
        #expect(outcome.reports.last?.committed == ["1.2.3.1", "1.2.3.2"])
    }

    @Test func `a request survives the death of the daemon and is reported once`() async throws {
        let own = try FreePort.find()
        let peers = [Peer.modality(port: own)]
        let state = try TemporaryDirectory()
        do {
            let running = try RunningNode(stateDirectory: state.url.path, peers: peers)
            try running.fill(images: 2)
            // Nobody listens at the modality: it is tried, and then claimed by a lane that dies with it.
            _ = try running.workList.acceptCommitment(
                CommitmentInformation(
                    transactionUID: try #require(UID("1.9")),
                    references: (1...2).map { .init(sopClassUID: Self.image, sopInstanceUID: "1.2.3.\($0)") }),
                from: "modality", calledAETitle: try #require(AETitle("THORAXD")))
            let commitment = try RunningCommitment(running, with: peers)
            try await waitUntil { try running.transaction()?.reason?.contains("cannot be reached") == true }
            commitment.stop()
            try running.workList.write {
                try $0.execute(sql: "UPDATE commitment SET state = 'waiting', attempt = 1, notBefore = 0")
            }
            #expect(try running.workList.claimCommitment(of: "modality")?.state == .reporting)
        }
        let running = try RunningNode(stateDirectory: state.url.path, peers: peers)
        // The modality is back; it asks about something else, and both reports come to it.
        var pauses = CommitmentPauses.short
        pauses.retry = BackOff(first: .seconds(2), longest: .seconds(2))
        let commitment = try RunningCommitment(running, with: peers, pauses: pauses)
        let outcome = try ask(running, own: own, transaction: "1.10", reports: 2, references(1))
        try await waitUntil { try running.workList.commitments(limit: 9).allSatisfy { $0.state != .waiting } }
        withExtendedLifetime(commitment) {}
        let first = try running.workList.commitments(limit: 9).first { $0.transactionUID == "1.9" }
        #expect(first?.committed == 2)
        #expect(outcome.reports.map(\.transaction).sorted() == ["1.10", "1.9"])
    }
}
