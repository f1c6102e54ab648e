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
        /// The message differs from the one that the anchor was taken from, or from the same one in another file.
        case replaced(id: Int64)
        /// The message was exported, and no file that was checked has it.
        case exported(id: Int64)

        package var description: String {
            switch self {
            case .missing(let id): "message \(id) is missing"
            case .unchained(let id): "message \(id) does not follow the previous one"
            case .altered(let id): "message \(id) was altered"
            case .cut(let last, let expected): "the trail ends at \(last) but once contained \(expected)"
            case .replaced(let id): "message \(id) differs from the one that was recorded"
            case .exported(let id): "message \(id) was exported: name the file that has it"
            }
        }

        /// The message with the fault.
        package var id: Int64 {
            switch self {
            case .missing(let id), .unchained(let id), .altered(let id), .replaced(let id), .exported(let id): id
            case .cut(_, let expected): expected
            }
        }
    }

    /// Number of messages found unchanged.
    package let checked: Int64
    /// The message before the first one that was checked; nil if the trail was checked from its beginning.
    package let begin: AuditAnchor?
    /// Anchor of the last unchanged message.
    package let head: AuditAnchor?
    package let fault: Fault?
}

extension WorkListStore {
    /// Number of messages to read at a time. It bounds the memory of a verification, and the time for which it delays a
    /// checkpoint.
    private static let verifiedPage = 2000

    /// Recomputes all hashes: of the messages in the files, then of those in the work list, as one chain. Without files it
    /// begins after the last message that was exported. Truncation at the end is only detected with an anchor.
    ///
    /// - Parameters:
    ///   - files: paths of exported messages in any order; they may overlap.
    ///   - anchor: an anchor taken earlier from the trail.
    ///   - progress: called with the number of messages verified and the total.
    /// - Throws: also `AuditFileError` for a file that is no export.
    package func verifyAuditTrail(
        with files: [String] = [], expecting anchor: AuditAnchor? = nil,
        progress: (_ checked: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws -> AuditVerification {
        let exported = try auditExportAnchor()
        let known = [exported, anchor].compactMap(\.self)
        var chain = AuditChain(after: exported, agreeingWith: known)
        let total = try auditHead()?.id ?? 0
        func result(_ fault: AuditVerification.Fault?) -> AuditVerification {
            AuditVerification(checked: chain.checked, begin: chain.begin, head: chain.head, fault: fault)
        }
        if !files.isEmpty {
            var firsts: [(path: String, record: AuditRecord)] = []
            for path in files { if let first = try AuditFile(at: path).next() { firsts.append((path, first)) } }
            firsts.sort { $0.record.id < $1.record.id }
            if let first = firsts.first?.record {
                let begin = first.id > 1 ? AuditAnchor(id: first.id - 1, hash: first.previousHash) : nil
                chain = AuditChain(after: begin, agreeingWith: known, allowsRepetition: true)
            }
            for (path, _) in firsts {
                let file = try AuditFile(at: path)
                while let record = try file.next() {
                    if let fault = chain.fault(of: record) { return result(fault) }
                    if chain.checked % Int64(Self.verifiedPage) == 0 {
                        progress(chain.checked, max(total, chain.checked))
                    }
                }
            }
        }
        var last = exported?.id ?? 0
        while true {
            let page = try auditRecords(after: last, limit: Self.verifiedPage)
            for record in page { if let fault = chain.fault(of: record) { return result(fault) } }
            last = page.last?.id ?? last
            progress(chain.checked, max(total - (chain.begin?.id ?? 0), chain.checked))
            if page.count < Self.verifiedPage { break }
        }
        return result(chain.faultAtEnd())
    }
}
