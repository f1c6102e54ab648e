import Commitment
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Delivery
import Foundation
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// pynetdicom as the archive that is asked for storage commitment of what was delivered to it.
@Suite(
    .blocking, .timeLimit(.minutes(10)), .serialized,
    .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct CommitmentArchiveTests {
    private let running: RunningNode
    private let archive: RunningTool
    private let peers: [Peer]
    private let folder: TemporaryDirectory

    /// A node that is the archive's neighbour, and the archive; what that does is said by each test in a file.
    private init(_ behaviour: String) throws {
        let folder = try TemporaryDirectory()
        // The node must know the archive's port, and the archive the node's.
        let port = try FreePort.find()
        let peers = [Peer.archive(port: port)]
        let running = try RunningNode(peers: peers)
        archive = try PythonPeer.start("commitment_archive.py", on: port) { port in
            ["\(port)", "\(running.port)", behaviour, folder.url.appending(path: "log").path]
        }
        self.running = running
        self.peers = peers
        self.folder = folder
    }

    init() throws { try self.init("keep") }

    private var lines: [String] {
        ((try? String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)) ?? "")
            .split(separator: "\n").map(String.init)
    }

    @Test func `what was delivered is committed by a report on the archive's own association`() async throws {
        try running.produce(3)
        try running.deliver()
        let commitment = try RunningCommitment(running, with: peers)
        try await waitUntil { try running.deliveries().allSatisfy { $0.commitment == .committed } }
        try await waitUntil { lines.count == 2 }
        withExtendedLifetime(commitment) {}
        #expect(lines.first?.hasSuffix(" 3 THORAXD") == true && lines.last == "answer 0000")
        let transaction = try #require(try running.transaction())
        #expect(transaction.state == .committed && transaction.direction == .outgoing && transaction.committed == 3)
    }

    @Test func `a report on the association of the request is taken`() async throws {
        let same = try CommitmentArchiveTests("same")
        try same.running.produce(2)
        try same.running.deliver()
        var pauses = CommitmentPauses.short
        pauses.lingering = 30
        let commitment = try RunningCommitment(same.running, with: same.peers, pauses: pauses)
        try await waitUntil { try same.running.deliveries().allSatisfy { $0.commitment == .committed } }
        try await waitUntil { same.lines.last == "answer 0000" }
        withExtendedLifetime(commitment) {}
    }

    @Test func `what the archive does not keep is delivered once more and then fails loudly`() async throws {
        let refusing = try CommitmentArchiveTests("refuse")
        try refusing.running.produce(2)
        try refusing.running.deliver()
        let commitment = try RunningCommitment(refusing.running, with: refusing.peers)
        try await waitUntil { try refusing.running.deliveries().allSatisfy { $0.state == .queued } }
        try refusing.running.deliver()
        try await waitUntil { try refusing.running.deliveries().allSatisfy { $0.commitment == .failed } }
        withExtendedLifetime(commitment) {}
        #expect(try refusing.running.deliveries().map(\.state) == [.delivered, .delivered])
        #expect(try refusing.running.workList.incidents(limit: 9).contains { $0.message.contains("sent twice") })
        // Both are asked for together, or each by itself if the ledger looks between their deliveries.
        let reason = try #require(try refusing.running.transaction()?.reason)
        #expect(reason.wholeMatch(of: /the peer did not commit to every object: 0112 for [12]/) != nil, "\(reason)")
    }

    @Test func `an archive that never reports is asked three times and then given up`() async throws {
        let silent = try CommitmentArchiveTests("silent")
        try silent.running.produce(1)
        try silent.running.deliver()
        var pauses = CommitmentPauses.short
        pauses.overdue = 0.2
        let commitment = try RunningCommitment(silent.running, with: silent.peers, pauses: pauses)
        try await waitUntil { try silent.running.deliveries().first?.commitment == .timedOut }
        withExtendedLifetime(commitment) {}
        let transactions = try silent.running.workList.commitments(limit: 9)
        #expect(transactions.map(\.round).sorted() == [1, 2, 3])
        #expect(transactions.allSatisfy { $0.state == .timedOut })
        #expect(Set(transactions.map(\.transactionUID)).count == 3)
        #expect(silent.lines.count == 3)
    }

    @Test func `an archive that declines is asked ten times and then given up`() async throws {
        let declining = try CommitmentArchiveTests("decline")
        try declining.running.produce(1)
        try declining.running.deliver()
        let commitment = try RunningCommitment(declining.running, with: declining.peers)
        try await waitUntil { try declining.running.deliveries().first?.commitment == .failed }
        withExtendedLifetime(commitment) {}
        #expect(declining.lines.count == 10)
        #expect(try declining.running.transaction()?.reason == "the peer answered the request with 0110")
    }

    @Test func `a report on what nobody asked for is refused and logged`() async throws {
        let forgetful = try CommitmentArchiveTests("forget")
        try forgetful.running.produce(1)
        try forgetful.running.deliver()
        let commitment = try RunningCommitment(forgetful.running, with: forgetful.peers)
        try await waitUntil { forgetful.lines.contains("answer 0110") }
        withExtendedLifetime(commitment) {}
        #expect(try forgetful.running.deliveries().first?.commitment == .requested)
        #expect(forgetful.running.log.all.contains { $0.contains("report refused: the transaction") })
    }
}
