import DICOMCore
import DICOMNetwork
import Glibc
import Intake
import Logging
import OperatorErrors
import Platform
import WorkListDatabase

/// The Storage service (PS3.4 Annex B) as SCP: it writes bytes to disk as they arrive, and reports success once they
/// are durable.
///
/// Memory use is one fragment per object, whatever its size. A refused object is read to its end, so that the
/// association can continue.
struct StorageService: ServiceClass {
    private let intake: InstanceIntake
    private let reservedBytes: Int

    init(intake: InstanceIntake, reservedBytes: Int) {
        self.intake = intake
        self.reservedBytes = reservedBytes
    }

    static let offers: [UID: NegotiationPolicy.Offer] = {
        var offers: [UID: NegotiationPolicy.Offer] = [:]
        for sopClass in SOPClass.storedImages { offers[sopClass] = .init(transferSyntaxes: TransferSyntax.all) }
        for sopClass in SOPClass.storedDocuments {
            offers[sopClass] = .init(transferSyntaxes: TransferSyntax.ofDocuments)
        }
        return offers
    }()

    static let permission: Peer.Permission? = .store
    static let requests: Set<CommandSet.Field> = [.storeRequest]

    /// Bytes of one object after which the free space is checked again, so that a large object cannot use up the
    /// reserve.
    private static let checkInterval = 16 << 20

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        session.dataSetBytes = 0
        let refusal = try receive(message, on: session)
        let status = refusal.map { DIMSEStatus($0) } ?? .success
        NodeCounters.received(bytes: session.dataSetBytes, from: session.caller.peer, status)
        guard let refusal else {
            session.stored += 1
            return try session.respond(to: message, .success)
        }
        session.refuseObject(refusal)
        session.logger.warning(
            "object refused: \(refusal)",
            metadata: [
                "status": "\(status)", "hint": "\(refusal.hint)",
                "instance": "\(UID(message.command.text(.affectedSOPInstanceUID) ?? "")?.description ?? "")",
            ])
        try session.respond(to: message, refusal, orElse: "Cannot be stored now; try again later")
    }

    /// Receives the object; returns `nil` if it was stored, otherwise why not.
    private func receive(
        _ message: Association.Message, on session: AssociationSession
    ) throws(NetworkError) -> (any OperatorError)? {
        guard message.command.hasDataSet else { return StorageRefusal.noDataSet }
        let prepared: (file: DurableFile, identity: FileMetaInformation)
        do {
            prepared = try prepare(for: message)
        } catch {
            try session.skipDataSet(of: message)
            return error.asOperatorError
        }
        let meta = prepared.identity.encoded
        meta.withUnsafeBytes { prepared.file.write($0) }
        var nextCheck = StorageService.checkInterval
        var isOutOfSpace = false
        try session.association.receiveDataSet(of: message) { bytes in
            session.dataSetBytes += bytes.count
            if prepared.file.byteCount >= nextCheck {
                nextCheck += StorageService.checkInterval
                isOutOfSpace = isOutOfSpace || !intake.hasSpace(beyond: reservedBytes)
            }
            // A refused object is still read to its end, but no longer written.
            if !isOutOfSpace { prepared.file.write(bytes) }
        }
        if isOutOfSpace {
            prepared.file.discard()
            return StorageRefusal.outOfSpace
        }
        do {
            try admit(prepared.file, prepared.identity, dataSetOffset: meta.count, on: session)
            return nil
        } catch {
            return error.asOperatorError
        }
    }

    /// Checks what is known before the data set arrives.
    private func prepare(
        for message: Association.Message
    ) throws -> (file: DurableFile, identity: FileMetaInformation) {
        guard let instance = UID(message.command.text(.affectedSOPInstanceUID) ?? "") else {
            throw HeaderScanError.invalidUID(.sopInstanceUID)
        }
        guard message.command.text(.affectedSOPClassUID) == message.context.abstractSyntax.description else {
            throw StorageRefusal.mismatch("the SOP class of the command does not match the context")
        }
        guard intake.hasSpace(beyond: reservedBytes) else { throw StorageRefusal.outOfSpace }
        let identity = FileMetaInformation(
            sopClassUID: message.context.abstractSyntax, sopInstanceUID: instance,
            transferSyntax: message.context.transferSyntax)
        return (try intake.newFile(), identity)
    }

    private func admit(
        _ file: DurableFile, _ identity: FileMetaInformation, dataSetOffset: Int, on session: AssociationSession
    ) throws {
        if let failure = file.failure { throw failure }
        var source = ScanSource(count: file.byteCount - dataSetOffset) { offset, size throws(HeaderScanError) in
            do { return try file.read(at: dataSetOffset + offset, size: size) } catch {
                throw .unreadable(errno: EIO)
            }
        }
        let header = try InstanceHeader(scanning: &source, transferSyntax: identity.transferSyntax)
        guard header.sopInstanceUID == identity.sopInstanceUID.description else {
            throw StorageRefusal.mismatch("the SOP instance of the data set does not match the command")
        }
        guard header.sopClassUID == identity.sopClassUID.description else {
            throw StorageRefusal.mismatch("the SOP class of the data set does not match the command")
        }
        let caller = session.caller
        let admission = try intake.admit(
            file, header: header, callingAETitle: caller.title, from: caller.peer.map { SendingPeer($0) })
        switch admission {
        case .stored, .alreadyStored: break
        case .quarantined(let reason): throw StorageRefusal.duplicate(reason: reason)
        case .sameImage(let differing):
            let tags =
                differing.isEmpty
                ? "nothing that the work list holds" : differing.map(\.description).joined(separator: ", ")
            session.logger.notice(
                "the same image in other bytes: the first one stays",
                metadata: ["instance": "\(header.sopInstanceUID)", "differs_in": "\(tags)"])
        }
    }
}

extension SendingPeer {
    /// A configured peer, with what its permissions say about signed reports.
    init(_ peer: Peer) { self.init(name: peer.name, maySign: peer.permissions.contains(.sign)) }
}
