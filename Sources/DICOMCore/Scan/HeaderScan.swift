/// Finds the short top-level values of a data set without building it.
///
/// Made for untrusted bytes: one loop and no recursion, unwanted elements are skipped by their length, and nesting and
/// the number of elements are bounded. It continues to the end of the pixel data, so that a truncated object is
/// detected. It reads the standard's three element encodings (PS3.5 Annex A); a deflated data set is first inflated by
/// `Inflation`.
package struct HeaderScan {
    /// The attributes to read.
    package enum Selection: Sendable {
        /// These tags, and from these sequences the code, observer or request in the first item.
        case tags(Set<Tag>, sequences: Set<Tag>)
        /// All tags, and everything in the first items of these sequences; for small data sets such as query identifiers.
        case every(sequences: Set<Tag>)
    }

    /// With a selection of tags, longer values count as absent: none of interest is longer (LO has 64 characters, PN five
    /// groups). Small data sets are read in full, because a list of UIDs may be long.
    static let valueLengthLimit = 1024
    /// The attributes kept from a first item. Keeping more would let a peer decide how much memory a scan takes.
    private static let kept: Set<Tag> = [
        .specificCharacterSet, .codeValue, .codingSchemeDesignator, .codeMeaning, .verifyingObserverName,
        .verificationDateTime, .accessionNumber, .requestedProcedureID, .scheduledProcedureStepID,
    ]
    /// Limit on nested sequences. DCMTK adopted the same limit in 2026; real objects stay below ten.
    static let depthLimit = 64
    /// Limit on the number of elements.
    static let elementLimit = 1_000_000

    /// Raw values by tag; the first one if a tag occurs twice.
    package private(set) var values: [Tag: [UInt8]] = [:]
    /// The attributes kept from the first item of each requested sequence; empty if it has no item.
    package private(set) var firstItems: [Tag: [Tag: [UInt8]]] = [:]
    /// The VRs of the values, if the data set states them.
    package private(set) var representations: [Tag: VR] = [:]
    package let encoding: TransferSyntax.Encoding
    /// `nil` if the data set has no pixel data.
    package private(set) var pixelData: PixelDataLocation?

    private let selection: Selection
    private var levels: [ScanLevel]
    private var depth = 0

    /// Scans the data set that starts at `offset` of the source.
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
                if hasPassedPixelData {
                    pixelData = PixelDataLocation(
                        vr: element.vr, range: element.valueStart..<(element.end ?? source.count),
                        isEncapsulated: element.end == nil)
                }
                offset = try step(over: element, in: level)
            }
        }
    }

    /// Returns the next offset after an element of a data set or item: past its value, or inside it for a sequence of
    /// undefined length or one whose first item is wanted.
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
        // A UN element of undefined length holds a sequence in implicit VR (PS3.5 6.2.2).
        let encoding = element.vr == .unknown ? .implicitLittleEndian : level.encoding
        levels.append(
            ScanLevel(kind: .sequence(picked: isPicked ? element.tag : nil), end: element.end, encoding: encoding))
        return element.valueStart
    }

    /// Returns the next offset between the items of a sequence.
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
        guard let length = element.length else {
            // A sequence of undefined length counts among the tags of a small data set.
            if case .every = selection { return [] }
            return nil
        }
        if case .tags = selection, length > HeaderScan.valueLengthLimit { return nil }
        return try source.bytes(at: element.valueStart, length: length).map(Array.init)
    }
}
