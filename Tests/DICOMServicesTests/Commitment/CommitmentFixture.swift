import Commitment
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Delivery
import Foundation
import GRDB
import Logging
import Platform
import Testing
import WorkListDatabase

@testable import WorkList

/// The lanes of storage commitment beside a running node, until it goes.
final class RunningCommitment {
    private let commitment: StorageCommitment
    private let end = DispatchSemaphore(value: 0)

    init(_ running: RunningNode, with peers: [Peer], pauses: CommitmentPauses = .short) throws {
        let log = running.log
        let requestor = AssociationRequestor(callingAETitle: try #require(AETitle("THORAXD")))
        let commitment = try StorageCommitment(
            with: peers, requestor: requestor, workList: running.workList, pauses: pauses,
            logger: Logger(label: "test") { _ in log })
        self.commitment = commitment
        let end = end
        try OwnedThread.start(name: "commitment") {
            commitment.lanes.run()
            end.signal()
        }
    }

    /// Ends it as the daemon does.
    func stop() {
        commitment.lanes.stop()
        end.wait()
    }

    deinit { commitment.lanes.stop() }
}

extension CommitmentPauses {
    /// What takes minutes and hours happens at once, and what is kept open stays so for long.
    static var short: CommitmentPauses {
        var pauses = CommitmentPauses()
        pauses.retry = BackOff(first: .milliseconds(10), longest: .milliseconds(10))
        pauses.gathering = 0
        pauses.lingering = 0.1
        return pauses
    }
}

extension Peer {
    /// A modality on this machine that may ask for storage commitment.
    static func modality(port: UInt16?, onSameAssociation: Bool = false) -> Peer {
        var peer = Peer.destination("MODALITY", port: port ?? 1)
        if port == nil { peer.host = nil }
        peer.permissions.insert(.commit)
        peer.reportsOnSameAssociation = onSameAssociation
        return peer
    }

    /// An archive on this machine that is asked for it.
    static func archive(_ title: String = "ARCHIVE", port: UInt16) -> Peer {
        var peer = Peer.destination(title, port: port)
        peer.requestsCommitment = true
        return peer
    }
}

extension RunningNode {
    /// The only transaction, or the latest.
    func transaction() throws -> CommitmentListing? { try workList.commitments(limit: 1).first }

    /// Stores reports 1.2.9.n that are produced here and on disk, in line for a peer.
    @discardableResult
    func produce(_ count: Int, for destination: String = "archive") throws -> [String] {
        try workList.write { db in
            try (1...count).map { number in
                let uid = try #require(UID("1.2.9.\(number)"))
                var writer = DataSetWriter(.implicitLittleEndian)
                writer.append(.sopClassUID, uid: SOPClass.basicTextSR)
                writer.append(.sopInstanceUID, uid: uid)
                writer.append(.modality, .codeString, "SR")
                writer.append(.patientName, .personName, "DOE^JANE")
                writer.append(.patientID, .longString, "SECRET7")
                writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2")
                writer.append(.seriesInstanceUID, .uniqueIdentifier, "1.2.9")
                let meta = FileMetaInformation(
                    sopClassUID: SOPClass.basicTextSR, sopInstanceUID: uid, transferSyntax: .implicitVRLittleEndian)
                let path = try workList.files.newInstancePath()
                let file = try DurableFile(in: workList.files.incoming)
                (meta.encoded + writer.bytes).withUnsafeBytes(file.write)
                let contents = file.contents
                try file.commit(as: workList.files.absolute(path))
                var header = InstanceHeader(
                    sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: uid.description,
                    studyInstanceUID: "1.2", seriesInstanceUID: "1.2.9",
                    transferSyntaxUID: TransferSyntax.implicitVRLittleEndian.uid.description)
                header.modality = "SR"
                let rows = try header.storeStudyAndSeries(in: db)
                let instanceRow = try header.storeInstance(
                    seriesRow: rows.seriesRow, path: path, byteCount: contents.byteCount, sha256: contents.sha256,
                    origin: "produced", callingAETitle: nil, at: 0, in: db)
                try WorkListStore.enqueue(instanceRow: instanceRow, for: destination, at: .now, in: db)
                return workList.files.absolute(path)
            }
        }
    }

    /// Says of everything in line that the peer has taken it.
    func deliver(to destination: String = "archive") throws {
        for row in try workList.claimOutbox(for: destination, by: 1, limit: 1000) {
            try workList.settle(row, as: .accepted, status: 0)
        }
    }

    /// What is known of the deliveries, oldest first.
    func deliveries(_ destination: String = "archive") throws -> [OutboxListing] {
        try workList.outboxListing(states: Set(OutboxState.allCases), destination: destination, limit: 1000)
            .sorted { $0.id < $1.id }
    }
}
