internal import DICOMCore

/// Builds the elements of a `StoredMetadata` step by step, without recursion.
struct MetadataReading {
    /// The data set or an open item of a sequence.
    private struct DataSet {
        var elements: [Tag: MetadataElement] = [:]
        /// The prefix of a tag in the paths of bulk data.
        var path = ""
        var characterSet: CharacterSet
        var isSigned = false
    }

    private struct OpenSequence {
        let tag: Tag
        var items: [[MetadataElement]] = []
        /// Bytes that had been read when it began.
        let start: Int
    }

    private var dataSets: [DataSet] = []
    private var sequences: [OpenSequence] = []
    /// Sequences open inside one that is left out; the outermost is the last of `sequences`.
    private var skipped = 0
    private var byteCount = 0
    private var hasText = false
    private var hasUnreadableText = false
    private var hasAbandoned = false

    init(_ source: inout ScanSource, from offset: Int, encoding: TransferSyntax.Encoding) throws(HeaderScanError) {
        dataSets = [DataSet(characterSet: CharacterSet(""))]
        var walk = try DataSetWalk(&source, from: offset, encoding: encoding, following: .every, resumes: true)
        while let step = try walk.next(&source) { try take(step, from: &source) }
    }

    /// The elements, with what DICOMweb adds.
    func dataSet(in transferSyntax: TransferSyntax) -> [MetadataElement] {
        var elements = dataSets[0].elements
        if hasText || elements[.specificCharacterSet] != nil {
            elements[.specificCharacterSet] = MetadataReading.unicode
        }
        let available = Tag(0x0008, 0x3002)
        elements[available] = MetadataElement(
            available, .uniqueIdentifier, .texts([transferSyntax.uid.description]))
        return MetadataReading.sorted(elements)
    }

    var notes: [String] {
        var notes: [String] = []
        if hasUnreadableText { notes.append("text that is in no declared character set has replacement characters") }
        if hasAbandoned { notes.append("a damaged sequence is left out") }
        return notes
    }

    private static let unicode = MetadataElement(.specificCharacterSet, .codeString, .texts(["ISO_IR 192"]))

    private static func sorted(_ elements: [Tag: MetadataElement]) -> [MetadataElement] {
        elements.values.sorted { $0.tag < $1.tag }
    }

    private mutating func take(_ step: DataSetWalk.Step, from source: inout ScanSource) throws(HeaderScanError) {
        if skipped > 0 { return try takeSkipped(step) }
        switch step {
        case .value(let element): try take(element, from: &source)
        case .sequence(let element):
            sequences.append(OpenSequence(tag: element.tag, start: byteCount))
            if sequences.count > StoredMetadata.depthLimit { skipped = 1 }
        case .item: openItem()
        case .itemEnd:
            guard dataSets.count > 1, let item = dataSets.popLast() else { return }
            sequences[sequences.count - 1].items.append(MetadataReading.sorted(item.elements))
        case .sequenceEnd:
            guard let sequence = sequences.popLast() else { return }
            keep(MetadataElement(sequence.tag, .sequence, .items(sequence.items)))
        case .abandoned: abandon()
        case .pixelData(let location):
            let vr = location.isEncapsulated ? .otherByte : location.vr == .otherByte ? .otherByte : VR.otherWord
            keep(MetadataElement(.pixelData, vr, .bulk(path: Tag.pixelData.digits)))
        }
    }

    /// Passes over a sequence that is left out, up to its end.
    private mutating func takeSkipped(_ step: DataSetWalk.Step) throws(HeaderScanError) {
        switch step {
        case .sequence: skipped += 1
        case .sequenceEnd:
            skipped -= 1
            guard skipped == 0, let sequence = sequences.popLast() else { return }
            keep(MetadataElement(sequence.tag, .unknown, .bulk(path: path + sequence.tag.digits)))
        case .abandoned: abandon()
        default: return
        }
    }

    private var path: String { dataSets[dataSets.count - 1].path }

    private mutating func openItem() {
        guard let sequence = sequences.last, let outer = dataSets.last else { return }
        var item = outer
        item.elements = [:]
        item.path = "\(outer.path)\(sequence.tag.digits)/\(sequence.items.count + 1)/"
        dataSets.append(item)
    }

    /// Forgets a damaged sequence of the data set.
    private mutating func abandon() {
        hasAbandoned = true
        sequences = []
        dataSets.removeLast(dataSets.count - 1)
        skipped = 0
    }

    /// If an element occurs twice, the first one is used, as everywhere.
    private mutating func keep(_ element: MetadataElement) {
        let last = dataSets.count - 1
        if dataSets[last].elements[element.tag] == nil { dataSets[last].elements[element.tag] = element }
    }

    private mutating func take(_ element: ElementHeader, from source: inout ScanSource) throws(HeaderScanError) {
        let tag = element.tag
        // A group length counts bytes of the stored encoding.
        guard tag.element != 0 else { return }
        let last = dataSets.count - 1
        let reading = ElementReading(
            element, path: path + tag.digits, characterSet: dataSets[last].characterSet,
            isSigned: dataSets[last].isSigned, isShort: byteCount > StoredMetadata.shownLimit)
        let (vr, value, isReadable) = try reading.value(from: &source)
        byteCount += 48 + reading.byteCount
        if !isReadable { hasUnreadableText = true }
        if vr.isText { hasText = true }
        if tag == .specificCharacterSet {
            if case .texts(let terms) = value {
                dataSets[last].characterSet = CharacterSet(terms.map { $0 ?? "" }.joined(separator: "\\"))
            }
            return keep(MetadataReading.unicode)
        }
        if tag == Tag(0x0028, 0x0103), value == .numbers(["1"]) { dataSets[last].isSigned = true }
        keep(MetadataElement(tag, vr, value))
        try bound()
    }

    /// Leaves out the open sequence of the data set if it exceeds what is shown.
    private mutating func bound() throws(HeaderScanError) {
        if byteCount > StoredMetadata.shownLimit, let outer = sequences.first {
            skipped = sequences.count
            sequences = [outer]
            dataSets.removeLast(dataSets.count - 1)
            byteCount = outer.start
        }
        guard byteCount <= StoredMetadata.byteLimit else {
            throw .attributesTooLarge(bytes: StoredMetadata.byteLimit)
        }
    }
}
