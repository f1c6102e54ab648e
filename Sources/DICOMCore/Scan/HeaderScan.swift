/// Finds the short top-level values of a data set without building it.
///
/// Made for untrusted bytes: see `DataSetWalk`. It reads the standard's three element encodings (PS3.5 Annex A); a
/// deflated data set is first inflated by `Inflation`.
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

    /// Limit on the modifiers of a view; CID 4011 has eight.
    private static let modifierLimit = 8

    /// Raw values by tag; the first one if a tag occurs twice. With a selection of tags, decisive attributes that differ
    /// are an error.
    package private(set) var values: [Tag: [UInt8]] = [:]
    /// The attributes kept from the first item of each requested sequence; empty if it has no item.
    package private(set) var firstItems: [Tag: [Tag: [UInt8]]] = [:]
    /// The codes in the items of View Modifier Code Sequence (0054,0222), which is in the first item of View Code Sequence
    /// (0054,0220); empty unless that is requested among tags.
    package private(set) var modifiers: [[Tag: [UInt8]]] = []
    /// The VRs of the values, if the data set states them.
    package private(set) var representations: [Tag: VR] = [:]
    /// The coding of the data set, which is not always that of its transfer syntax.
    package let encoding: TransferSyntax.Encoding
    /// `nil` if the data set has no pixel data.
    package private(set) var pixelData: PixelDataLocation?

    private let selection: Selection
    /// The followed sequence of the data set, how many sequences are open there, and how many items have begun; at least
    /// two once the first has ended.
    private var sequence: (tag: Tag, depth: Int, items: Int)?
    /// Whether the sequence that is open in the followed one is that of modifiers.
    private var isInModifiers = false

    /// Scans the data set that starts at `offset` of the source.
    ///
    /// With a selection of tags, the sequences are optional: a damaged one counts as absent. In a small data set any
    /// damage is an error.
    package init(
        _ source: inout ScanSource, from offset: Int = 0, encoding: TransferSyntax.Encoding, selecting: Selection
    ) throws(HeaderScanError) {
        selection = selecting
        let (sequences, resumes) =
            switch selecting {
            case .tags(_, let sequences): (sequences, true)
            case .every(let sequences): (sequences, false)
            }
        var walk = try DataSetWalk(
            &source, from: offset, encoding: encoding, following: .these(sequences), resumes: resumes)
        self.encoding = walk.encoding
        while let step = try walk.next(&source) { try take(step, from: &source) }
        // The damage may hide the patient's name or ID.
        if let damage = walk.damage, Tag.owner.contains(where: { wants($0) && values[$0] == nil }) { throw damage }
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

    private mutating func take(_ step: DataSetWalk.Step, from source: inout ScanSource) throws(HeaderScanError) {
        switch step {
        case .value(let element): try take(element, from: &source)
        case .sequence(let element):
            if let outer = sequence {
                // A sequence within the first item is a key of a query too; its items are not.
                if outer.depth == 1, outer.items == 1, keeps(element.tag), firstItems[outer.tag]?[element.tag] == nil {
                    firstItems[outer.tag]?[element.tag] = []
                }
                if outer.depth == 1 { isInModifiers = beginsModifiers(element.tag, in: outer) }
                sequence?.depth += 1
                return
            }
            try keep(element, from: &source)
            // If a sequence occurs twice, the first one is used.
            sequence = (element.tag, 1, firstItems[element.tag] == nil ? 0 : 2)
            firstItems[element.tag] = firstItems[element.tag] ?? [:]
        case .item:
            if sequence?.depth == 1 { sequence?.items += 1 }
            guard sequence?.depth == 2, isInModifiers else { break }
            isInModifiers = modifiers.count < HeaderScan.modifierLimit
            if isInModifiers { modifiers.append([:]) }
        // From here on the first item is complete, whatever comes.
        case .itemEnd: if sequence?.depth == 1, sequence?.items == 1 { sequence?.items = 2 }
        case .pixelData(let location): pixelData = location
        case .sequenceEnd:
            sequence?.depth -= 1
            if sequence?.depth == 1 { isInModifiers = false }
            if sequence?.depth == 0 { sequence = nil }
        case .abandoned:
            if let (tag, _, items) = sequence, items <= 1 {
                firstItems[tag] = nil
                if tag == .viewCodeSequence { modifiers = [] }
            }
            sequence = nil
            isInModifiers = false
        }
    }

    private mutating func take(_ element: ElementHeader, from source: inout ScanSource) throws(HeaderScanError) {
        if let sequence {
            if isInModifiers, sequence.depth == 2, keeps(element.tag), let last = modifiers.indices.last {
                guard modifiers[last][element.tag] == nil else { return }
                modifiers[last][element.tag] = try shortValue(of: element, from: &source)
                return
            }
            guard sequence.depth == 1, sequence.items == 1, keeps(element.tag),
                firstItems[sequence.tag]?[element.tag] == nil
            else { return }
            let value = try shortValue(of: element, from: &source)
            firstItems[sequence.tag]?[element.tag] = value
        } else {
            if wantsFirstItem(of: element.tag), firstItems[element.tag] == nil, element.length == 0 {
                firstItems[element.tag] = [:]
            }
            if case .every = selection, wantsFirstItem(of: element.tag), element.length != 0 {
                throw .badLength(element.tag, offset: element.start)
            }
            try keep(element, from: &source)
        }
    }

    private func beginsModifiers(_ tag: Tag, in outer: (tag: Tag, depth: Int, items: Int)) -> Bool {
        guard case .tags = selection, outer.tag == .viewCodeSequence, outer.depth == 1, outer.items == 1 else {
            return false
        }
        return tag == .viewModifierCodeSequence && modifiers.isEmpty
    }

    private mutating func keep(_ element: ElementHeader, from source: inout ScanSource) throws(HeaderScanError) {
        guard wants(element.tag) else { return }
        let value = try shortValue(of: element, from: &source)
        if let known = values[element.tag] {
            if case .tags = selection, known != value, element.tag.isDecisive {
                throw .repeated(element.tag, offset: element.start)
            }
            return
        }
        values[element.tag] = value
        representations[element.tag] = element.vr
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
