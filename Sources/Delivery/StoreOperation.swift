import DICOMCore
import DICOMNetwork
import Platform
import WorkListDatabase

/// One association with a destination, and the C-STOREs on it.
struct StoreOperation {
    /// What came of one object.
    enum Outcome {
        case answered(DIMSEStatus)
        /// It never left, and another attempt could do no better.
        case notSent(reason: String)
    }

    let association: Association
    private var messageID: UInt16 = 0

    init(_ association: Association) { self.association = association }

    /// Contexts for exactly what waits: one for each pair of SOP class and transfer syntax, since what was written in
    /// one syntax is sent in that one.
    static func proposals(for rows: [OutboxRow]) -> [ContextProposal] {
        rows.reduce(into: []) { proposals, row in
            guard let sopClass = UID(row.instance.sopClassUID),
                let syntax = TransferSyntax(uid: row.instance.transferSyntaxUID)
            else { return }
            let proposal = ContextProposal(sopClass, [syntax])
            if !proposals.contains(proposal) { proposals.append(proposal) }
        }
    }

    /// Sends an object as it was written, and waits for the answer.
    ///
    /// - Throws: what broke the association.
    mutating func store(_ instance: StoredInstance) throws(NetworkError) -> Outcome {
        let context = association.contexts.values.first {
            $0.abstractSyntax.description == instance.sopClassUID
                && $0.transferSyntax.uid.description == instance.transferSyntaxUID
        }
        guard let context, let uid = UID(instance.sopInstanceUID) else {
            let syntax = TransferSyntax(uid: instance.transferSyntaxUID)?.name ?? instance.transferSyntaxUID
            return .notSent(
                reason: "the destination accepts no presentation context for \(instance.sopClassUID) in \(syntax)")
        }
        let dataSet: StoredDataSet
        do {
            guard try DurableFile.Contents(ofFileAt: instance.path) == instance.contents else {
                return .notSent(reason: "the object's file is not what was written: its size or SHA-256 differs")
            }
            dataSet = try StoredDataSet(path: instance.path, byteCount: instance.byteCount)
        } catch {
            return .notSent(reason: "the object's file cannot be read: \(error)")
        }
        messageID &+= 1
        try association.send(
            CommandSet(storing: uid, of: context.abstractSyntax, messageID: messageID), in: context, dataSet: dataSet)
        guard let response = try association.receiveMessage() else { throw .closed }
        guard response.command.field == .storeResponse, response.command[.messageIDBeingRespondedTo] == messageID,
            let status = response.command[.status]
        else { throw .protocolViolation("no answer to a C-STORE where one is due") }
        return .answered(DIMSEStatus(rawValue: status))
    }
}

extension StoredInstance {
    /// What was written.
    fileprivate var contents: DurableFile.Contents { DurableFile.Contents(byteCount: byteCount, sha256: sha256) }
}
