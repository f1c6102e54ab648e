import Commitment
import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Testing
import WorkList

/// What a storage commitment request is answered with, before anything is verified.
@Suite(.timeLimit(.minutes(10)))
struct CommitmentServiceTests {
    private static let push = SOPClass.storageCommitmentPushModel
    private static let image = SOPClass.computedRadiographyImage.description

    private static func information(_ count: Int = 1, transaction: String = "1.9") throws -> CommitmentInformation {
        CommitmentInformation(
            transactionUID: try #require(UID(transaction)),
            references: (1...count).map { .init(sopClassUID: image, sopInstanceUID: "1.2.3.\($0)") })
    }

    /// Sends an N-ACTION; `nil` where the association ended instead of an answer.
    private func ask(
        _ running: RunningNode, _ dataSet: [UInt8]?, action: UInt16 = 1, instance: String? = nil
    ) throws -> (status: DIMSEStatus?, command: CommandSet?) {
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, Self.push, [.explicitVRLittleEndian])])
        var command = CommandSet(
            action: action, on: SOPClass.storageCommitmentPushModelInstance, of: Self.push, messageID: 7)
        if let instance { command.setText(.requestedSOPInstanceUID, instance) }
        if dataSet == nil { command[.dataSetType] = 0x0101 }
        try peer.send(command, context: 1, dataSet: dataSet)
        let answer = try peer.readMessage()?.command
        if answer != nil { #expect(try peer.release()) }
        return (answer?[.status].map(DIMSEStatus.init), answer)
    }

    private func ask(_ running: RunningNode, _ information: CommitmentInformation) throws -> DIMSEStatus? {
        try ask(running, information.encoded(.explicitLittleEndian)).status
    }

    @Test func `a request is recorded once it is answered`() throws {
        let running = try RunningNode(peers: [.modality(port: 9)])
        let answer = try ask(running, Self.information(3).encoded(.explicitLittleEndian))
        #expect(answer.status == .success)
        #expect(answer.command?.field == .actionResponse)
        #expect(answer.command?[.messageIDBeingRespondedTo] == 7)
        #expect(answer.command?.text(.affectedSOPInstanceUID) == "1.2.840.10008.1.20.1.1")
        let transaction = try #require(try running.transaction())
        #expect(transaction.state == .waiting && transaction.instances == 3 && transaction.direction == .incoming)
        #expect(transaction.peer == "modality" && transaction.transactionUID == "1.9")
    }

    @Test func `the same request twice is one transaction, and its identifier for other objects is refused`() throws {
        let running = try RunningNode(peers: [.modality(port: 9)])
        #expect(try ask(running, Self.information(2)) == .success)
        #expect(try ask(running, Self.information(2)) == .success)
        #expect(try ask(running, Self.information(3)) == .invalidArgumentValue)
        #expect(try running.workList.commitments(limit: 9).map(\.instances) == [2])
    }

    @Test func `who cannot be reported to is refused at once`() throws {
        for running in [try RunningNode(peers: [.modality(port: nil)])] {
            #expect(try ask(running, Self.information()) == .processingFailure)
            #expect(try running.transaction() == nil)
            #expect(running.log.all.contains { $0.contains("warning storage commitment refused: No host configured") })
        }
    }

    @Test func `without the permission the class is not offered`() throws {
        let running = try RunningNode(peers: [.destination("MODALITY", port: 9)])
        let peer = try TestPeer(port: running.port)
        #expect(try peer.associate([.init(1, Self.push, [.explicitVRLittleEndian])]) == .accepted([:]))
        let unknown = try TestPeer(port: running.port)
        #expect(
            try unknown.associate([.init(1, Self.push, [.explicitVRLittleEndian])], calling: "NOBODY")
                == .accepted([:]))
    }

    @Test func `another action, another instance and no data set are refused`() throws {
        let running = try RunningNode(peers: [.modality(port: 9)])
        let dataSet = try Self.information().encoded(.explicitLittleEndian)
        #expect(try ask(running, dataSet, action: 2).status == .noSuchActionType)
        #expect(try ask(running, dataSet, instance: "1.2.3").status == .noSuchObjectInstance)
        #expect(try ask(running, nil).status == .invalidArgumentValue)
        #expect(try running.transaction() == nil)
    }

    @Test func `hostile data sets get a status, and the node goes on`() throws {
        let running = try RunningNode(peers: [.modality(port: 9)])
        let whole = try Self.information(50).encoded(.explicitLittleEndian)
        for cut in stride(from: 1, to: whole.count, by: 37) {
            #expect(try ask(running, Array(whole.prefix(cut))).status?.isFailure == true, "\(cut)")
        }
        #expect(try ask(running, Self.information(10_001)) == .resourceLimitation)
        #expect(try ask(running, Self.information(100_000)) == .resourceLimitation)
        let sequence: [UInt8] = [0x08, 0x00, 0x99, 0x11, 0x53, 0x51, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let nested = [[UInt8]](repeating: sequence + item, count: 50_000).flatMap { $0 }
        #expect(try ask(running, nested).status == .processingFailure)
        #expect(try ask(running, [UInt8](repeating: 0xFF, count: 100_000)).status == .processingFailure)
        #expect(try running.transaction() == nil)
        #expect(try ask(running, Self.information(10_000)) == .success)
        #expect(try running.transaction()?.instances == 10_000)
    }
}

extension DIMSEStatus {
    fileprivate var isFailure: Bool { self != .success && !isWarning && !isPending }
}
