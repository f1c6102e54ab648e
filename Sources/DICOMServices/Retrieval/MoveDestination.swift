import DICOMCore
import DICOMNetwork
import WorkListDatabase

/// The receiver of a C-MOVE. Its association is opened for the first object and opened again after a failure.
///
/// Used only on the thread that serves the requester. Every wait has a timeout. The destination is given up if it
/// cannot be reached, fails at the first object, or fails repeatedly, so that it cannot block the requester.
final class MoveDestination {
    /// Why an object was not sent.
    enum Failure: Error, CustomStringConvertible {
        case network(NetworkError)
        /// The destination does not accept the object's SOP class in its transfer syntax.
        case notAccepted
        /// The destination takes the object only in a transfer syntax in which it cannot be rewritten.
        case notConvertible(reason: String)
        /// The destination takes the object only with uncompressed pixels, and they were not decoded.
        case notDecoded(ImageDecodingError)

        var description: String {
            switch self {
            case .network(let error): "\(error)"
            case .notAccepted: "the destination does not accept its SOP class in its transfer syntax"
            case .notConvertible(let reason): reason
            case .notDecoded(let error): "\(error)"
            }
        }
    }

    /// Number of failed associations after which the destination is given up.
    private static let patience = 3

    /// Why nothing more is sent: the destination is unreachable or its associations fail. Nil while it works.
    private(set) var reasonToGiveUp: String?

    private let peer: Peer
    private let proposals: [ContextProposal]
    private let requestor: AssociationRequestor
    private let decoding: (any ImageDecoding)?
    private let originator: (aeTitle: AETitle, messageID: UInt16)
    private var user: StorageUser?
    private var broken = 0
    /// Whether an object was stored over the open association.
    private var hasStored = false

    init(
        _ peer: Peer, proposing proposals: [ContextProposal], through requestor: AssociationRequestor,
        decoding: (any ImageDecoding)?, originator: (aeTitle: AETitle, messageID: UInt16)
    ) {
        self.decoding = decoding
        self.peer = peer
        self.proposals = proposals
        self.requestor = requestor
        self.originator = originator
    }

    /// Sends one object and waits for the response. It is also a failure if only this object cannot be sent.
    func store(_ instance: StoredInstance) -> Result<DIMSEStatus, Failure> {
        do throws(NetworkError) {
            var user = try open()
            let outcome = try user.store(instance, originator: originator)
            self.user = user
            switch outcome {
            case .notNegotiated: return .failure(.notAccepted)
            case .notConvertible(let reason): return .failure(.notConvertible(reason: reason))
            case .notDecoded(let error): return .failure(.notDecoded(error))
            // This is an error of the node, not of the destination, so the association is kept.
            case .unreadable(let error): return .failure(.network(error))
            case .answered(let status):
                hasStored = true
                return .success(status)
            }
        } catch {
            breakOff("\(error)")
            return .failure(.network(error))
        }
    }

    /// Releases the association.
    func release() {
        // Every object has been answered, so a failed release loses nothing.
        try? user?.association.release()
        user = nil
    }

    private func open() throws(NetworkError) -> StorageUser {
        if let user { return user }
        return StorageUser(try requestor.open(to: peer, proposing: proposals), decoding: decoding)
    }

    private func breakOff(_ reason: String) {
        user = nil
        broken += 1
        if !hasStored || broken == Self.patience { reasonToGiveUp = reason }
        hasStored = false
    }
}
