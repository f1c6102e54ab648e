import DICOMCore
import DICOMNetwork
import Foundation
import GRDB
import Logging
import Platform
import TestHarness
import Testing

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

/// A work list with produced reports, real files on disk, in a directory that is gone with it.
final class DeliveryFixture {
    let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    let workList: WorkListStore
    let log = RecordedLog()
    var deadlines = Deadlines()
    var backOff = BackOff.delivery
    var decoding: (any ImageDecoding)?

    init() throws { workList = try WorkListStore(stateDirectory: directory) }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Stores reports `1.2.9.n` and puts each in line for every destination.
    @discardableResult
    func produce(
        _ numbers: ClosedRange<Int>, of sopClass: UID = SOPClass.basicTextSR, for destinations: [String] = ["archive"],
        in syntax: TransferSyntax = .implicitVRLittleEndian, endingWith rest: [UInt8] = []
    ) throws -> [String] {
        try workList.write { db in
            try numbers.map { number in
                let uid = "1.2.9.\(number)"
                var header = InstanceHeader(
                    sopClassUID: sopClass.description, sopInstanceUID: uid, studyInstanceUID: "1.2",
                    seriesInstanceUID: "1.2.9", transferSyntaxUID: syntax.uid.description)
                header.modality = "SR"
                header.patientName = "DOE^JANE"
                header.patientID = "SECRET7"
                let path = try workList.files.newInstancePath()
                let file = try DurableFile(in: workList.files.incoming)
                let meta = FileMetaInformation(
                    sopClassUID: sopClass, sopInstanceUID: try #require(UID(uid)),
                    transferSyntax: syntax)
                let dataSet = Self.dataSet(
                    uid, of: sopClass,
                    in: syntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian)
                (meta.encoded + dataSet + rest).withUnsafeBytes(file.write)
                let contents = file.contents
                try file.commit(as: workList.files.absolute(path))
                let rows = try header.storeStudyAndSeries(in: db)
                let instanceRow = try header.storeInstance(
                    seriesRow: rows.seriesRow, path: path, byteCount: contents.byteCount, sha256: contents.sha256,
                    origin: "produced", callingAETitle: nil, at: 0, in: db)
                for destination in destinations {
                    try WorkListStore.enqueue(instanceRow: instanceRow, for: destination, at: .now, in: db)
                }
                return uid
            }
        }
    }

    /// A data set with an odd private element that a program would change when it rewrites the data set.
    static func dataSet(
        _ uid: String, of sopClass: UID = SOPClass.basicTextSR,
        in encoding: DataSetWriter.Encoding = .implicitLittleEndian
    ) -> [UInt8] {
        var writer = DataSetWriter(encoding)
        writer.append(Tag(0x0008, 0x0016), uid: sopClass)
        writer.append(Tag(0x0008, 0x0018), .uniqueIdentifier, uid)
        writer.append(Tag(0x0009, 0x0010), .longString, "THORAXD TEST")
        writer.append(Tag(0x0009, 0x1001), .longString, "   as it was written  ")
        writer.append(Tag(0x0010, 0x0010), .personName, "DOE^JANE")
        writer.append(Tag(0x0010, 0x0020), .longString, "SECRET7")
        writer.append(Tag(0x0020, 0x000D), .uniqueIdentifier, "1.2")
        writer.append(Tag(0x0020, 0x000E), .uniqueIdentifier, "1.2.9")
        return writer.bytes
    }

    static func peer(_ name: String = "archive", on port: UInt16) throws -> Peer {
        var peer = Peer(name: name, aeTitle: try #require(AETitle("ARCHIVE")))
        peer.host = "127.0.0.1"
        peer.port = port
        peer.forms = [.basicTextSR]
        return peer
    }

    func service(_ peers: [Peer]) throws -> DeliveryService {
        try DeliveryService(
            to: peers,
            through: AssociationRequestor(
                callingAETitle: try #require(AETitle("THORAXD")), deadlines: deadlines),
            decoding: decoding, workList: workList, backOff: backOff, logger: log.logger)
    }

    /// Delivers until a condition holds.
    func deliver(to peers: [Peer], until condition: () throws -> Bool) async throws {
        let service = try service(peers)
        let running = Task { try await OwnedThread.run(name: "delivery") { service.lanes.run() } }
        defer { service.lanes.stop() }
        try await waitUntil { try condition() }
        service.lanes.stop()
        try await running.value
    }

    /// The rows of a destination by the last part of their instance's UID.
    func rows(_ destination: String = "archive") throws -> [OutboxRow] {
        try workList.read {
            try workList.jobs(
                JobQuery<OutboxRow>("outbox.destination = ?", [destination], orderedBy: "outbox.id"), in: $0)
        }
    }

    func states(_ destination: String = "archive") throws -> [OutboxState] { try rows(destination).map(\.state) }

    /// Whether nothing is in line or under way.
    func isSettled(_ destination: String = "archive") throws -> Bool {
        try rows(destination).allSatisfy { ![.queued, .sending].contains($0.state) }
    }
}
