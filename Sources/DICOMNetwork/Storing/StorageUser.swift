package import DICOMCore

/// The user of the Storage Service Class (PS3.4 Annex B) on one association: sends stored objects as the bytes they are, or
/// converted if the receiver takes only another of `TransferSyntax.sendable`; compressed pixels are decompressed for that.
///
/// Delivery, C-MOVE and C-GET send through it. Belongs to the thread that uses the association.
package struct StorageUser {
    /// How sending one object ended while the association stays usable.
    package enum Outcome: Sendable {
        case answered(DIMSEStatus)
        /// No context was accepted for the object's class in a transfer syntax in which it can be sent.
        case notNegotiated
        /// The receiver takes the object only in another transfer syntax, in which it cannot be rewritten.
        case notConvertible(reason: String)
        /// The receiver takes the object only with uncompressed pixels, and they were not decoded.
        case notDecoded(ImageDecodingError)
        /// The object's file cannot be read, or has another size than was recorded.
        case unreadable(NetworkError)
    }

    /// Which end of the association this node is.
    package enum Role: Sendable {
        /// This node requested the association and is SCU, as usual.
        case requestor
        /// The peer requested the association and took the SCP role for storage (C-GET).
        case acceptor
    }

    package let association: Association
    private let role: Role
    private let decoding: (any ImageDecoding)?
    private var messageID: UInt16 = 0

    /// - Parameter decoding: decodes compressed pixels; without it they are sent as they are stored or not at all.
    package init(_ association: Association, as role: Role = .requestor, decoding: (any ImageDecoding)? = nil) {
        self.association = association
        self.role = role
        self.decoding = decoding
    }

    /// Sends an object and waits for the response.
    ///
    /// - Parameters:
    ///   - originator: calling AE title and message id of the C-MOVE that asks for it.
    ///   - cancelled: called with each C-CANCEL request that arrives before the response.
    /// - Throws: what broke the association.
    package mutating func store(
        _ object: some StoredObject, originator: (aeTitle: AETitle, messageID: UInt16)? = nil,
        cancelled: ((CommandSet) -> Void)? = nil
    ) throws(NetworkError) -> Outcome {
        guard let context = context(for: object), let uid = UID(object.sopInstanceUID) else { return .notNegotiated }
        let dataSet: StoredDataSet
        do throws(ImageDecodingError) {
            let copy = try uncompressedCopy(of: object, for: context.transferSyntax)
            defer { withExtendedLifetime(copy) {} }
            do throws(NetworkError) {
                dataSet = try StoredDataSet(
                    path: copy?.path ?? object.path, byteCount: copy?.byteCount ?? object.byteCount)
            } catch {
                return .unreadable(error)
            }
        } catch {
            return .notDecoded(error)
        }
        do {
            try dataSet.convert(to: context.transferSyntax)
        } catch {
            return .notConvertible(
                reason:
                    "the receiver takes it only in \(context.transferSyntax.name), in which it cannot be rewritten: "
                    + "\(error)")
        }
        messageID &+= 1
        try association.send(
            CommandSet(storing: uid, of: context.abstractSyntax, messageID: messageID, originator: originator),
            in: context, dataSet: dataSet)
        while let response = try association.receiveMessage() {
            switch response.command.field {
            case .cancelRequest where cancelled != nil:
                cancelled?(response.command)
            case .storeResponse where response.command[.messageIDBeingRespondedTo] == messageID:
                guard let status = response.command[.status] else {
                    throw .protocolViolation("a C-STORE response without a status")
                }
                return .answered(DIMSEStatus(rawValue: status))
            default:
                throw .protocolViolation("no answer to a C-STORE where one is due")
            }
        }
        throw .closed
    }

    /// What is sent in place of an object whose pixels the receiver takes uncompressed only; nil for any other.
    private func uncompressedCopy(
        of object: some StoredObject, for target: TransferSyntax
    ) throws(ImageDecodingError) -> UncompressedObject? {
        guard let decoding, let stored = TransferSyntax(uid: object.transferSyntaxUID), stored != target,
            stored.needsDecoding
        else { return nil }
        return try decoding.uncompressed(object.path)
    }

    /// The context that is closest to how the object is stored.
    private func context(for object: some StoredObject) -> PresentationContext? {
        let accepted = association.contexts.values.filter {
            (role == .requestor || $0.requestorIsSCP) && $0.abstractSyntax.description == object.sopClassUID
        }
        let stored = TransferSyntax(uid: object.transferSyntaxUID)
        let syntaxes = stored?.needsDecoding == true && decoding == nil ? stored.map { [$0] } : stored?.sendable
        return (syntaxes ?? []).lazy.compactMap { syntax in accepted.first { $0.transferSyntax == syntax } }.first
    }
}
