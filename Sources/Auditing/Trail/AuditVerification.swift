import GRDB
import WorkListDatabase

/// Result of checking whether the audit trail is unchanged.
package struct AuditVerification: Sendable, Equatable {
    /// The first fault in the trail.
    package enum Fault: Sendable, Equatable, CustomStringConvertible {
        /// The message with this id is missing, although later ones exist.
        case missing(id: Int64)
        /// The message does not contain the hash of the previous one.
        case unchained(id: Int64)
        /// The content of the message does not match its hash.
        case altered(id: Int64)
        /// The trail ends before a message that it once contained.
        case cut(after: Int64, expected: Int64)
        /// The message differs from the one that the anchor was taken from.
        case replaced(id: Int64)

        package var description: String {
            switch self {
            case .missing(let id): "message \(id) is missing"
            case .unchained(let id): "message \(id) does not follow the previous one"
            case .altered(let id): "message \(id) was altered"
            case .cut(let last, let expected): "the trail ends at \(last) but once contained \(expected)"
            case .replaced(let id): "message \(id) differs from the one that the anchor was taken from"
            }
        }

        /// The message with the fault.
        package var id: Int64 {
            switch self {
            case .missing(let id), .unchained(let id), .altered(let id), .replaced(let id): id
            case .cut(_, let expected): expected
            }
        }
    }

    /// Number of messages found unchanged.
    package let checked: Int64
    /// Anchor of the last unchanged message.
    package let head: AuditAnchor?
    package let fault: Fault?
}

extension WorkListStore {
    /// Number of messages to read at a time. It bounds the memory of a verification, and the time for which it delays a
    /// checkpoint.
    private static let verifiedPage = 2000

    /// Recomputes all hashes from the first message on. Truncation at the end is only detected with an anchor.
    ///
    /// - Parameters:
    ///   - anchor: an anchor taken earlier from the trail.
    ///   - progress: called with the number of messages verified and the total.
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
