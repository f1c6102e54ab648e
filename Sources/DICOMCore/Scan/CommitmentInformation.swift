/// Content of storage commitment's N-ACTION and N-EVENT-REPORT (PS3.4 Tables J.3-1 and J.3-2): a transaction, and
/// instances, some with a reason why they are not committed.
package struct CommitmentInformation: Sendable, Equatable {
    /// An instance by its SOP Class and SOP Instance UID.
    package struct Reference: Sendable, Hashable {
        package let sopClassUID: String
        package let sopInstanceUID: String

        package init(sopClassUID: String, sopInstanceUID: String) {
            self.sopClassUID = sopClassUID
            self.sopInstanceUID = sopInstanceUID
        }
    }

    /// An instance that is not committed.
    package struct Failure: Sendable, Hashable {
        package let reference: Reference
        /// Failure Reason (0008,1197), PS3.3 C.14.1.1.
        package let reason: UInt16

        package init(_ reference: Reference, reason: UInt16) {
            self.reference = reference
            self.reason = reason
        }
    }

    package var transactionUID: UID
    /// Items of the Referenced SOP Sequence.
    package var references: [Reference]
    /// Items of the Failed SOP Sequence.
    package var failures: [Failure]

    package init(transactionUID: UID, references: [Reference], failures: [Failure] = []) {
        self.transactionUID = transactionUID
        self.references = references
        self.failures = failures
    }

    /// Limits on the instances in one transaction and on its data set in bytes, enough for as many of the longest UIDs.
    package static let referenceLimit = 10_000
    package static let byteLimit = 2 << 20

    /// The data set as it is sent.
    package func encoded(_ encoding: DataSetWriter.Encoding) -> [UInt8] {
        func item(_ reference: Reference, _ reason: UInt16?) -> [UInt8] {
            var writer = DataSetWriter(encoding)
            writer.append(.referencedSOPClassUID, .uniqueIdentifier, reference.sopClassUID)
            writer.append(.referencedSOPInstanceUID, .uniqueIdentifier, reference.sopInstanceUID)
            if let reason { writer.append(.failureReason, unsignedShort: reason) }
            return DataSetWriter.item(writer.bytes)
        }
        var writer = DataSetWriter(encoding)
        writer.append(.transactionUID, uid: transactionUID)
        if !failures.isEmpty {
            writer.append(
                .failedSOPSequence, .sequence, bytes: failures.flatMap { item($0.reference, $0.reason) })
        }
        if !references.isEmpty {
            writer.append(.referencedSOPSequence, .sequence, bytes: references.flatMap { item($0, nil) })
        }
        return writer.bytes
    }
}
