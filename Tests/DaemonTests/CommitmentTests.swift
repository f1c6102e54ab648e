import Commitment
import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Delivery
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// Storage commitment of the daemon as a process: killed in between, and behind a draft's delivery.
@Suite(.blocking, .timeLimit(.minutes(10)), .serialized)
struct CommitmentTests {
    private func configuration(_ port: UInt16) -> String {
        """
        peers:
          - name: modality
            ae_title: MODALITY
            host: 127.0.0.1
            port: \(port)
            permissions: [store, commit]
        """
    }

    /// Sends the first sample.
    private func store(_ daemon: TestDaemon) throws {
        let folder = packageRoot.appending(path: "samples/xrays").path
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }.min())
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY"], ["\(folder)/\(name)"]).status == 0)
    }

    /// Stores an image, asks for its commitment, and returns what the daemon answers.
    private func ask(_ daemon: TestDaemon) throws -> DIMSEStatus? {
        try store(daemon)
        let stored = try #require(try daemon.workList().instances([], limit: 1).first)
        let peer = try TestPeer(port: UInt16(daemon.port))
        _ = try peer.associate([.init(1, SOPClass.storageCommitmentPushModel, [.implicitVRLittleEndian])])
        let request = CommitmentInformation(
            transactionUID: try #require(UID("1.9")),
            references: [.init(sopClassUID: stored.sopClassUID, sopInstanceUID: stored.sopInstanceUID)])
        try peer.send(
            CommandSet(
                action: 1, on: SOPClass.storageCommitmentPushModelInstance, of: SOPClass.storageCommitmentPushModel,
                messageID: 1),
            context: 1, dataSet: request.encoded(.implicitLittleEndian))
        return try peer.readMessage()?.command[.status].map(DIMSEStatus.init)
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
    func `a request whose report was under way is reported once after a kill`() async throws {
        let folder = try TemporaryDirectory()
        let log = folder.url.appending(path: "reports").path
        // It takes the connection and says nothing: the report is under way for as long as the test likes.
        var silent: SilentListener? = try SilentListener()
        let port = try #require(silent?.port)
        let daemon = try TestDaemon(configuration(port))
        #expect(try ask(daemon) == .success)
        let workList = try daemon.workList()
        try await waitUntil { try workList.commitments(limit: 1).first?.state == .reporting }
        #expect(daemon.kill(SIGKILL) == SIGKILL)
        #expect(try workList.commitments(limit: 1).first?.state == .reporting)
        silent = nil
        let modality = try PythonPeer.start("commitment_user.py", on: port) { ["0", "\($0)", log] }
        try daemon.start()
        try await waitUntil { try workList.commitments(limit: 1).first?.state == .reported }
        withExtendedLifetime((modality, silent)) {}
        #expect(try String(contentsOfFile: log, encoding: .utf8) == "1.9\n")
        #expect(try workList.commitments(limit: 1).first?.committed == 1)
    }

    @Test(.enabled(if: RunningOrthanc.isInstalled, "Orthanc is not installed"))
    func `a delivered draft is committed by the archive`() async throws {
        let orthanc = try RunningOrthanc()
        let daemon = try TestDaemon(
            """
            peers:
              - name: archive
                ae_title: \(RunningOrthanc.aeTitle)
                host: 127.0.0.1
                port: \(orthanc.port)
                deliver: [basic-text-sr]
                request_commitment: true
              - name: modality
                ae_title: MODALITY
            """)
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: UInt16(daemon.port))
        try store(daemon)
        let workList = try daemon.workList()
        try await waitUntil {
            try workList.outboxListing(states: [.delivered], limit: 1).first?.commitment == .committed
        }
        let transaction = try #require(try workList.commitments(limit: 1).first)
        #expect(transaction.state == .committed && transaction.peer == "archive" && transaction.committed == 1)
        #expect(!daemon.log.contains("error"))
    }
}
