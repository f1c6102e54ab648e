package import DICOMCore

/// Objects that one association carries, in their order, with a context for each class and each transfer syntax in which
/// its objects can be sent. Each context has one transfer syntax, so that this node chooses: as stored, if
/// accepted.
package struct StorageBatch<Element> {
    package var proposals: [ContextProposal] = []
    package var elements: [Element] = []

    /// Splits elements over as few associations as possible: an association has at most 128 contexts (PS3.8 9.3.2.2).
    ///
    /// - Parameter object: what is sent of an element. A class or transfer syntax that this node does not know cannot be
    ///   proposed; its objects stay in the batch and are not negotiated.
    package static func split(
        _ elements: some Sequence<Element>, limit: Int = ContextProposal.limit,
        object: (Element) -> some StoredObject
    ) -> [StorageBatch] {
        var batches = [StorageBatch()]
        var batchOf: [[String]: Int] = [:]
        for element in elements {
            let object = object(element)
            let kind = [object.sopClassUID, object.transferSyntaxUID]
            if let known = batchOf[kind] {
                batches[known].elements.append(element)
                continue
            }
            if let sopClass = UID(object.sopClassUID), let syntax = TransferSyntax(uid: object.transferSyntaxUID) {
                let wanted = syntax.sendable.map { ContextProposal(sopClass, [$0]) }
                let latest = batches[batches.count - 1]
                if latest.proposals.count + latest.missing(wanted).count > limit { batches.append(StorageBatch()) }
                batches[batches.count - 1].proposals += batches[batches.count - 1].missing(wanted)
            }
            batches[batches.count - 1].elements.append(element)
            batchOf[kind] = batches.count - 1
        }
        return batches
    }
}

extension StorageBatch {
    private func missing(_ wanted: [ContextProposal]) -> [ContextProposal] {
        wanted.filter { !proposals.contains($0) }
    }
}

extension StorageBatch: Sendable where Element: Sendable {}
