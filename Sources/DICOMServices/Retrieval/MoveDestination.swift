import DICOMCore
import DICOMNetwork
import WorkListDatabase

/// The receiver of a C-MOVE: an association with it, opened when the first object is due and again after it broke.
///
/// Belongs to the thread that serves the requester. Every wait has an end, and a destination that cannot be reached,
/// fails at the first object or again and again is given up, so that it cannot hold the requester.
final class MoveDestination {
    /// Why an object did not get there.
    enum Failure: Error, CustomStringConvertible {
        case network(NetworkError)
        /// The destination takes no objects of its class in its transfer syntax.
        case notAccepted

        var description: String {
            switch self {
            case .network(let error): "\(error)"
            case .notAccepted: "the destination does not take its class in its transfer syntax"
            }
        }
    }

    /// Associations that may break before the destination is given up.
    private static let patience = 3

    /// Why no more is sent: nobody is there, or its associations break.
    private(set) var reasonToGiveUp: String?

    private let peer: Peer
    private let proposals: [ContextProposal]
    private let requestor: AssociationRequestor
    private let originator: (aeTitle: AETitle, messageID: UInt16)
    private var user: StorageUser?
    private var broken = 0
    /// Whether the open association has taken an object.
    private var hasStored = false

    init(
        _ peer: Peer, proposing proposals: [ContextProposal], through requestor: AssociationRequestor,
        originator: (aeTitle: AETitle, messageID: UInt16)
    ) {
        self.peer = peer
        self.proposals = proposals
        self.requestor = requestor
        self.originator = originator
    }

    /// Sends one object and waits for the answer. An object that cannot be sent although others can is a failure too.
    func store(_ instance: StoredInstance) -> Result<DIMSEStatus, Failure> {
        do throws(NetworkError) {
            var user = try open()
            let outcome = try user.store(instance, originator: originator)
            self.user = user
            switch outcome {
            case .notNegotiated: return .failure(.notAccepted)
            // The node's own fault, not the destination's: the association goes on.
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

    /// Ends the association in order.
    func release() {
        // Everything has been answered by now; a destination that does not answer the release has what it needs.
        try? user?.association.release()
        user = nil
    }

    private func open() throws(NetworkError) -> StorageUser {
        if let user { return user }
        do {
            let opened = StorageUser(try requestor.open(to: peer, proposing: proposals))
            user = opened
            return opened
        } catch {
            reasonToGiveUp = "\(error)"
            throw error
        }
    }

    private func breakOff(_ reason: String) {
        user = nil
        broken += 1
        if !hasStored || broken == Self.patience { reasonToGiveUp = reason }
        hasStored = false
    }
}
