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
        /// The association ended, or something else came where the response was due.
        case noResponse

        var description: String {
            switch self {
            case .network(let error): "\(error)"
            case .notAccepted: "the destination does not take its class in its transfer syntax"
            case .noResponse: "the destination did not answer"
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
    private var association: Association?
    private var broken = 0
    /// Whether the open association has taken an object.
    private var hasStored = false
    private var messageID: UInt16 = 0

    init(
        _ peer: Peer, proposing proposals: [ContextProposal], through requestor: AssociationRequestor,
        originator: (aeTitle: AETitle, messageID: UInt16)
    ) {
        self.peer = peer
        self.proposals = proposals
        self.requestor = requestor
        self.originator = originator
    }

    /// Sends one object and waits for the answer. What could not be sent, though others may, is a failure too.
    func store(_ instance: StoredInstance) -> Result<DIMSEStatus, Failure> {
        do throws(NetworkError) {
            let association = try open()
            let context = association.contexts.values.first {
                $0.abstractSyntax.description == instance.sopClassUID
                    && $0.transferSyntax.uid.description == instance.transferSyntaxUID
            }
            guard let context, let uid = UID(instance.sopInstanceUID) else { return .failure(.notAccepted) }
            let dataSet: StoredDataSet
            do {
                dataSet = try StoredDataSet(path: instance.path, byteCount: instance.byteCount)
            } catch {
                // Of ours, not of the destination's: the association goes on.
                return .failure(.network(error))
            }
            messageID &+= 1
            try association.send(
                CommandSet(storing: uid, of: context.abstractSyntax, messageID: messageID, originator: originator),
                in: context, dataSet: dataSet)
            guard let response = try association.receiveMessage(), response.command.field == .storeResponse,
                response.command[.messageIDBeingRespondedTo] == messageID, let status = response.command[.status]
            else {
                breakOff("it did not answer a C-STORE")
                return .failure(.noResponse)
            }
            hasStored = true
            return .success(DIMSEStatus(rawValue: status))
        } catch {
            breakOff("\(error)")
            return .failure(.network(error))
        }
    }

    /// Ends the association in order.
    func release() {
        // Everything has been answered by now; a destination that does not answer the release has what it needs.
        try? association?.release()
        association = nil
    }

    private func open() throws(NetworkError) -> Association {
        if let association { return association }
        do {
            let opened = try requestor.open(to: peer, proposing: proposals)
            association = opened
            return opened
        } catch {
            reasonToGiveUp = "\(error)"
            throw error
        }
    }

    private func breakOff(_ reason: String) {
        association = nil
        broken += 1
        if !hasStored || broken == Self.patience { reasonToGiveUp = reason }
        hasStored = false
    }
}

extension MoveDestination {
    /// Objects that go over one association, in their order, with a context for each class and transfer syntax.
    struct Batch {
        var proposals: [ContextProposal] = []
        var instances: [StoredInstance] = []
    }

    /// As few associations as there have to be: an association has 128 contexts at most.
    static func batches(of instances: [StoredInstance], limit: Int = ContextProposal.limit) -> [Batch] {
        var batches = [Batch()]
        var batchOf: [[String]: Int] = [:]
        for instance in instances {
            let kind = [instance.sopClassUID, instance.transferSyntaxUID]
            if let known = batchOf[kind] {
                batches[known].instances.append(instance)
                continue
            }
            let last = batches.count - 1
            // A class or syntax the node does not know can be in no proposal: its objects fail where they stand.
            if let sopClass = UID(instance.sopClassUID), let syntax = TransferSyntax(uid: instance.transferSyntaxUID) {
                if batches[last].proposals.count == limit { batches.append(Batch()) }
                batches[batches.count - 1].proposals.append(ContextProposal(sopClass, [syntax]))
            }
            batches[batches.count - 1].instances.append(instance)
            batchOf[kind] = batches.count - 1
        }
        return batches
    }
}
