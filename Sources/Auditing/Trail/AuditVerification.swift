import GRDB
import WorkListDatabase

/// Whether the audit trail is what it was when it was written.
package struct AuditVerification: Sendable, Equatable {
    /// What is wrong with it, at the first message where something is.
    package enum Fault: Sendable, Equatable, CustomStringConvertible {
        /// No message of this id is there, though later ones are.
        case missing(id: Int64)
        /// It does not hold the hash of the one before.
        case unchained(id: Int64)
        /// Its text is not what its hash was made of.
        case altered(id: Int64)
        /// The trail ends before a message that it held.
        case cut(after: Int64, expected: Int64)
        /// It holds another message where the anchor was taken.
        case replaced(id: Int64)

        package var description: String {
            switch self {
            case .missing(let id): "message \(id) is missing"
            case .unchained(let id): "message \(id) does not follow the one before it"
            case .altered(let id): "message \(id) is not as it was written"
            case .cut(let last, let expected): "the trail ends at \(last) and once held \(expected)"
            case .replaced(let id): "message \(id) is another one than the anchor was taken of"
            }
        }

        /// The message at which it shows.
        package var id: Int64 {
            switch self {
            case .missing(let id), .unchained(let id), .altered(let id), .replaced(let id): id
            case .cut(_, let expected): expected
            }
        }
    }

    /// Messages found as they were written.
    package let checked: Int64
    /// The last of them.
    package let head: AuditAnchor?
    package let fault: Fault?
}

extension WorkListStore {
    /// Messages read at a time while verifying: the memory that it takes, and how long it holds off a checkpoint.
    private static let verifiedPage = 2000

    /// Recomputes every hash from the first message on. What was cut off at the end shows against an anchor alone.
    ///
    /// - Parameters:
    ///   - anchor: what the trail once held.
    ///   - progress: told how many messages have been found good, and how many there are.
    package func verifyAuditTrail(
        expecting anchor: AuditAnchor? = nil, progress: (_ checked: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws -> AuditVerification {
        let total = try auditHead()?.id ?? 0
        var head: AuditAnchor?
        func result(_ fault: AuditVerification.Fault?) -> AuditVerification {
            AuditVerification(checked: head?.id ?? 0, head: head, fault: fault)
        }
        while true {
            let page = try auditRecords(after: head?.id ?? 0, limit: Self.verifiedPage)
            for record in page {
                let expected = (head?.id ?? 0) + 1
                guard record.id == expected else { return result(.missing(id: expected)) }
                guard record.previousHash == head?.hash ?? [UInt8](repeating: 0, count: 32) else {
                    return result(.unchained(id: record.id))
                }
                guard record.hash == record.expectedHash else { return result(.altered(id: record.id)) }
                guard anchor?.id != record.id || anchor?.hash == record.hash else {
                    return result(.replaced(id: record.id))
                }
                head = record.anchor
            }
            progress(head?.id ?? 0, max(total, head?.id ?? 0))
            if page.count < Self.verifiedPage { break }
        }
        let last = head?.id ?? 0
        return result(anchor.flatMap { $0.id > last ? .cut(after: last, expected: $0.id) : nil })
    }
}
