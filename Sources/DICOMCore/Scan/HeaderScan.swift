/// The short top-level values of a data set, found without building it.
///
/// Made for bytes that may be hostile: one loop and no recursion, everything that was not asked for skipped by its
/// length, a bound on nesting and on the number of elements. It goes on to the end of the pixel data, so that an object
/// cut short is told from a whole one. It reads the three codings of elements the standard has (PS3.5 Annex A); what is
/// deflated is first unpacked by `Inflation`.
package struct HeaderScan {
    /// Which attributes are wanted.
    package enum Selection: Sendable {
        /// These, and from these sequences the code, the observer or the request in the first item.
        case tags(Set<Tag>, sequences: Set<Tag>)
        /// All that come, and all in the first items of these sequences, for small data sets such as query identifiers.
        case every(sequences: Set<Tag>)
    }

    /// Longer values are taken for absent where a selection of tags is read: none of interest is longer (LO has 64
    /// characters, PN five groups). Small data sets are read whole; a list of UIDs may be long.
    static let valueLengthLimit = 1024
    /// What is kept of a first item. Anything more would let a peer decide how much memory a scan takes.
    private static let kept: Set<Tag> = [
        .specificCharacterSet, .codeValue, .codingSchemeDesignator, .codeMeaning, .verifyingObserverName,
        .verificationDateTime, .accessionNumber, .requestedProcedureID, .scheduledProcedureStepID,
    ]
    /// Sequences within each other. DCMTK took the same bound in 2026; real objects stay below ten.
    static let depthLimit = 64
    /// Elements walked before the scan gives up.
    static let elementLimit = 1_000_000

    /// Values by tag, as they stand in the data set; the first one where a tag comes twice.
    package private(set) var values: [Tag: [UInt8]] = [:]
    /// What is kept of the first item of each sequence asked for; empty where there is no item.
    package private(set) var firstItems: [Tag: [Tag: [UInt8]]] = [:]
    /// The representations of the values, where the data set tells them.
    package private(set) var representations: [Tag: VR] = [:]
    package let encoding: TransferSyntax.Encoding

    private let selection: Selection
    private var levels: [ScanLevel]
    private var depth = 0

    /// Scans a data set that starts at `offset` of the source.
    package init(
        _ source: inout ScanSource, from offset: Int = 0, encoding: TransferSyntax.Encoding, selecting: Selection
    ) throws(HeaderScanError) {
        self.encoding = encoding
        selection = selecting
        levels = [ScanLevel(kind: .dataSet, end: source.count, encoding: encoding)]
        try walk(&source, from: offset)
    }

    private func wants(_ tag: Tag) -> Bool {
        switch selection {
        case .tags(let tags, _): tags.contains(tag)
        case .every: true
        }
    }

    private func wantsFirstItem(of tag: Tag) -> Bool {
        switch selection {
        case .tags(_, let sequences), .every(let sequences): sequences.contains(tag)
        }
    }

    private func keeps(_ tag: Tag) -> Bool {
        if case .every = selection { true } else { HeaderScan.kept.contains(tag) }
    }

    private mutating func walk(_ source: inout ScanSource, from start: Int) throws(HeaderScanError) {
        var offset = start
        var walked = 0
        var hasPassedPixelData = false
        while true {
            while levels.count > 1, let level = levels.last, level.end == offset { leaveLevel() }
            guard let level = levels.last else { return }
            if level.kind == .dataSet, hasPassedPixelData || offset >= source.count { return }
            walked += 1
            guard walked <= HeaderScan.elementLimit else { throw .tooManyElements(offset: offset) }

            let element = try ElementHeader(at: offset, in: &source, encoding: level.encoding)
            let limit = level.end ?? source.count
            if let end = element.end, end > limit {
                throw end > source.count ? .truncated(offset: offset) : .badLength(element.tag, offset: offset)
            }
            switch level.kind {
            case .sequence:
                offset = try step(over: element, inSequence: level)
            case .item where element.tag == .itemDelimitation:
                guard level.end == nil else { throw .badLength(element.tag, offset: offset) }
                leaveLevel()
                offset = element.valueStart
            case .item(let sequence):
                if let sequence, keeps(element.tag), firstItems[sequence]?[element.tag] == nil {
                    let value = try shortValue(of: element, from: &source)
                    firstItems[sequence]?[element.tag] = value
                }
                offset = try step(over: element, in: level)
            case .dataSet:
                if wants(element.tag), values[element.tag] == nil {
                    values[element.tag] = try shortValue(of: element, from: &source)
                    representations[element.tag] = element.vr
                }
                hasPassedPixelData = element.tag == .pixelData
                offset = try step(over: element, in: level)
            }
        }
    }

    /// The next offset after an element of a data set or of an item: past its value, or into it where it is a sequence
    /// of undefined length or one whose first item was asked for.
    private mutating func step(over element: ElementHeader, in level: ScanLevel) throws(HeaderScanError) -> Int {
        guard element.tag.group != 0xFFFE else { throw .badLength(element.tag, offset: element.start) }
        let isPicked = level.kind == .dataSet && wantsFirstItem(of: element.tag) && firstItems[element.tag] == nil
        if isPicked { firstItems[element.tag] = [:] }
        if let end = element.end, !isPicked { return end }
        if element.end == nil, let vr = element.vr, !vr.mayHaveUndefinedLength {
            throw .badLength(element.tag, offset: element.start)
        }
        depth += 1
        guard depth <= HeaderScan.depthLimit else { throw .tooDeep(offset: element.start) }
        // An unknown representation of undefined length holds a sequence in implicit VR (PS3.5 6.2.2).
        let encoding = element.vr == .unknown ? .implicitLittleEndian : level.encoding
        levels.append(
            ScanLevel(kind: .sequence(picked: isPicked ? element.tag : nil), end: element.end, encoding: encoding))
        return element.valueStart
    }

    /// The next offset after what stands between the items of a sequence.
    private mutating func step(
        over element: ElementHeader, inSequence level: ScanLevel
    ) throws(HeaderScanError) -> Int {
        switch element.tag {
        case .item:
            var picked: Tag?
            if case .sequence(let tag?) = level.kind {
                picked = tag
                levels[levels.count - 1] = ScanLevel(
                    kind: .sequence(picked: nil), end: level.end, encoding: level.encoding)
            }
            if let end = element.end, picked == nil { return end }
            levels.append(ScanLevel(kind: .item(of: picked), end: element.end, encoding: level.encoding))
            return element.valueStart
        case .sequenceDelimitation where level.end == nil:
            leaveLevel()
            return element.valueStart
        default:
            throw .badLength(element.tag, offset: element.start)
        }
    }

    private mutating func leaveLevel() {
        if case .sequence = levels.removeLast().kind { depth -= 1 }
    }

    private func shortValue(
        of element: ElementHeader, from source: inout ScanSource
    ) throws(HeaderScanError) -> [UInt8]? {
        guard let length = element.length else { return nil }
        if case .tags = selection, length > HeaderScan.valueLengthLimit { return nil }
        return try source.bytes(at: element.valueStart, length: length).map(Array.init)
    }
}
