import WorkListDatabase

/// Checks messages one after the other: each must follow the one before it and have the content that its hash names.
struct AuditChain {
    /// The last message found unaltered.
    private(set) var head: AuditAnchor?
    /// Number of messages found unaltered.
    private(set) var checked: Int64 = 0
    /// The message before the first one checked; nil at the beginning of the trail.
    private(set) var begin: AuditAnchor?
    /// Anchors that the messages must agree with.
    private let known: [AuditAnchor]
    /// The hashes of all messages so far, if they may come twice.
    private var hashes: [UInt8]?

    /// - Parameters:
    ///   - begin: the message before the first one; nil at the beginning of the trail.
    ///   - known: anchors taken earlier.
    ///   - allowsRepetition: whether a message may come again, as in files that overlap.
    init(after begin: AuditAnchor?, agreeingWith known: [AuditAnchor] = [], allowsRepetition: Bool = false) {
        self.begin = begin
        head = begin
        self.known = known
        hashes = allowsRepetition ? [] : nil
    }

    /// Checks the next message.
    ///
    /// - Returns: what is wrong with it.
    mutating func fault(of record: AuditRecord) -> AuditVerification.Fault? {
        let last = head?.id ?? 0
        if hashes != nil, record.id > begin?.id ?? 0, record.id <= last { return faultOfRepetition(record) }
        guard record.id == last + 1 else { return .missing(id: last + 1) }
        guard record.previousHash == head?.hash ?? [UInt8](repeating: 0, count: 32) else {
            return .unchained(id: record.id)
        }
        guard record.hash == record.expectedHash else { return .altered(id: record.id) }
        guard !known.contains(where: { $0.id == record.id && $0.hash != record.hash }) else {
            return .replaced(id: record.id)
        }
        hashes?.append(contentsOf: record.hash)
        head = record.anchor
        checked += 1
        return nil
    }

    private func faultOfRepetition(_ record: AuditRecord) -> AuditVerification.Fault? {
        guard record.hash == record.expectedHash else { return .altered(id: record.id) }
        let start = Int(record.id - (begin?.id ?? 0) - 1) * 32
        guard let hashes, hashes[start..<start + 32].elementsEqual(record.hash) else { return .replaced(id: record.id) }
        return nil
    }

    /// What the end of the chain shows: it must not end before an anchor, nor begin after one.
    func faultAtEnd() -> AuditVerification.Fault? {
        for anchor in known.sorted(by: { $0.id < $1.id }) {
            if anchor.id > head?.id ?? 0 { return .cut(after: head?.id ?? 0, expected: anchor.id) }
            guard let begin, anchor.id <= begin.id else { continue }
            guard anchor.id == begin.id else { return .exported(id: anchor.id) }
            guard anchor.hash == begin.hash else { return .replaced(id: anchor.id) }
        }
        return nil
    }
}
