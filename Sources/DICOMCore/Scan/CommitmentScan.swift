/// Reads a `CommitmentInformation` from untrusted bytes: one loop and no recursion, other elements are skipped, and
/// nesting, items and the length of values are bounded.
struct CommitmentScan {
    private enum Level {
        case dataSet
        /// Between the items of a sequence: one of the two that are read, or any other (`nil`).
        case sequence(Tag?)
        case item(of: Tag?)
    }

    /// Levels of nested sequences and items.
    private static let depthLimit = 32
    private static let wanted: Set<Tag> = [.referencedSOPClassUID, .referencedSOPInstanceUID, .failureReason]

    private(set) var transaction: [UInt8]?
    private(set) var references: [CommitmentInformation.Reference] = []
    private(set) var failures: [CommitmentInformation.Failure] = []
    private var item: [Tag: [UInt8]] = [:]
    private var levels: [(kind: Level, end: Int?)] = []

    init(_ source: inout ScanSource, encoding: TransferSyntax.Encoding) throws(HeaderScanError) {
        levels = [(.dataSet, source.count)]
        var offset = 0
        while true {
            while levels.count > 1, let level = levels.last, level.end == offset { try leave(at: offset) }
            guard let level = levels.last, levels.count > 1 || offset < source.count else { return }
            let element = try ElementHeader(at: offset, in: &source, encoding: encoding)
            if let end = element.end, end > level.end ?? source.count {
                throw end > source.count
                    ? .truncated(offset: offset, tag: element.tag, missing: end - source.count)
                    : .badLength(element.tag, offset: offset)
            }
            switch (level.kind, element.tag) {
            case (.sequence(let tag), .item):
                if tag != nil { item = [:] }
                try enter(.item(of: tag), element)
                offset = element.valueStart
            case (.sequence, .sequenceDelimitation) where level.end == nil,
                (.item, .itemDelimitation) where level.end == nil:
                try leave(at: offset)
                offset = element.valueStart
            case (.sequence, _):
                throw .badLength(element.tag, offset: offset)
            case (.dataSet, .referencedSOPSequence), (.dataSet, .failedSOPSequence):
                try enter(.sequence(element.tag), element)
                offset = element.valueStart
            default:
                offset = try step(over: element, in: level.kind, &source)
            }
        }
    }

    /// Skips any element except the two sequences, or enters it if only a delimiter marks its end.
    private mutating func step(
        over element: ElementHeader, in kind: Level, _ source: inout ScanSource
    ) throws(HeaderScanError) -> Int {
        guard element.tag.group != 0xFFFE else { throw .badLength(element.tag, offset: element.start) }
        guard let end = element.end, let length = element.length else {
            if let vr = element.vr, !vr.mayHaveUndefinedLength {
                throw .badLength(element.tag, offset: element.start)
            }
            try enter(.sequence(nil), element)
            return element.valueStart
        }
        // UIDs have at most 64 characters; a longer value is not one.
        if length <= 64 {
            let value = try source.bytes(at: element.valueStart, length: length).map(Array.init)
            if case .item(of: .some) = kind, Self.wanted.contains(element.tag), item[element.tag] == nil {
                item[element.tag] = value
            }
            if case .dataSet = kind, element.tag == .transactionUID, transaction == nil { transaction = value }
        }
        return end
    }

    private mutating func enter(_ kind: Level, _ element: ElementHeader) throws(HeaderScanError) {
        guard levels.count <= Self.depthLimit else { throw .tooDeep(offset: element.start) }
        levels.append((kind, element.end))
    }

    private mutating func leave(at offset: Int) throws(HeaderScanError) {
        guard case .item(of: let sequence?) = levels.removeLast().kind else { return }
        guard references.count + failures.count < CommitmentInformation.referenceLimit else {
            throw .tooManyElements(offset: offset)
        }
        func uid(_ tag: Tag) throws(HeaderScanError) -> String {
            guard let bytes = item[tag] else { throw .missing(tag) }
            guard let uid = UID(String(decoding: bytes, as: UTF8.self).trimmingSpaces) else { throw .invalidUID(tag) }
            return uid.description
        }
        let reference = CommitmentInformation.Reference(
            sopClassUID: try uid(.referencedSOPClassUID), sopInstanceUID: try uid(.referencedSOPInstanceUID))
        if sequence == .failedSOPSequence {
            // A failure without a reason still counts.
            let told = item[.failureReason].flatMap { $0.count == 2 ? UInt16($0[0]) | UInt16($0[1]) << 8 : nil }
            failures.append(.init(reference, reason: told.flatMap { $0 == 0 ? nil : $0 } ?? 0x0110))
        } else {
            references.append(reference)
        }
    }
}

extension CommitmentInformation {
    /// Reads the data set of an N-ACTION or N-EVENT-REPORT in one of the two little-endian encodings.
    ///
    /// - Throws: `HeaderScanError`; `tooManyElements` if there are more instances than `referenceLimit`.
    package init(scanning bytes: [UInt8], encoding: TransferSyntax.Encoding) throws(HeaderScanError) {
        var source = ScanSource(bytes)
        let scan = try CommitmentScan(&source, encoding: encoding)
        guard let text = scan.transaction.map({ String(decoding: $0, as: UTF8.self).trimmingSpaces }), !text.isEmpty
        else { throw .missing(.transactionUID) }
        guard let transactionUID = UID(text) else { throw .invalidUID(.transactionUID) }
        self.init(transactionUID: transactionUID, references: scan.references, failures: scan.failures)
    }
}
