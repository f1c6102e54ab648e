/// The plain attributes and some sequences of a data set, as a data set of its own in an explicit VR, and where its pixel
/// data is.
///
/// DCMTK, whose parser is recursive, reads this extract in place of the untrusted object: it has no private elements and
/// only the named sequences, and each element has its standard VR. Values are copied byte for byte, so the byte order is
/// the object's.
package struct DataSetExtract {
    /// Limit on one plain value: a palette of 65536 colours has 128 KiB.
    static let valueLimit = 1 << 20
    /// Limit on the whole, several times what the content of the longest report needs.
    static let byteLimit = 64 << 20

    /// The elements, without pixel data. Sequences have undefined lengths.
    package private(set) var bytes: [UInt8] = []
    /// `nil` if the object has no pixel data.
    package private(set) var pixelData: PixelDataLocation?
    /// The named sequences that are damaged, or whose elements are not sequences.
    package private(set) var passedOver: [Tag] = []
    /// The display attributes (`Tag.isOfDisplay`) that occur twice with different values, and are left out.
    package private(set) var repeated: [Tag] = []
    /// Float Pixel Data (7FE0,0008) or Double Float Pixel Data (7FE0,0009), if there is one; its value is left out.
    package private(set) var floatingPixels: Tag?
    package let isBigEndian: Bool

    private let representation: (Tag) -> VR?
    private let sequences: Set<Tag>
    /// Range of each element of the data set in `bytes`; empty for an element that was left out.
    private var places: [Tag: Range<Int>] = [:]
    /// The open sequence of the data set: its element, where it begins in `bytes`, and how many sequences are open in it.
    private var open: (element: ElementHeader, start: Int, depth: Int)?

    /// Reads the data set that starts at `offset` of the source.
    ///
    /// - Parameters:
    ///   - sequences: the sequences to take, with all that they contain.
    ///   - representation: the VR that PS3.6 gives an attribute; `nil` if it has none.
    package init(
        _ source: inout ScanSource, from offset: Int, encoding: TransferSyntax.Encoding, sequences: Set<Tag>,
        representation: @escaping (Tag) -> VR?
    ) throws(HeaderScanError) {
        self.representation = representation
        self.sequences = sequences
        var walk = try DataSetWalk(
            &source, from: offset, encoding: encoding, following: .these(sequences), resumes: true)
        isBigEndian = walk.encoding == .explicitBigEndian
        while let step = try walk.next(&source) { try take(step, from: &source) }
        // The damage may hide the patient's name or ID.
        if let damage = walk.damage, Tag.owner.contains(where: { places[$0] == nil }) { throw damage }
        // From the end, so that the places before stay.
        for place in repeated.compactMap({ places[$0] }).sorted(by: { $0.lowerBound > $1.lowerBound }) {
            bytes.removeSubrange(place)
        }
    }

    private mutating func take(_ step: DataSetWalk.Step, from source: inout ScanSource) throws(HeaderScanError) {
        switch step {
        case .value(let element):
            if open == nil { try takeOuter(element, from: &source) } else { try takeInner(element, from: &source) }
        case .sequence(let element):
            if open == nil { open = (element, bytes.count, 0) }
            open?.depth += 1
            appendHeader(element.tag, .sequence, length: nil)
        case .item: appendMark(.item, ElementHeader.undefinedLength)
        case .itemEnd: appendMark(.itemDelimitation, 0)
        case .sequenceEnd:
            appendMark(.sequenceDelimitation, 0)
            open?.depth -= 1
            if let (element, start, depth) = open, depth == 0 {
                open = nil
                try keepFirst(element, from: start)
            }
        case .abandoned: abandon()
        case .pixelData(let location): pixelData = location
        }
        guard bytes.count <= DataSetExtract.byteLimit else {
            throw .attributesTooLarge(bytes: DataSetExtract.byteLimit)
        }
    }

    private mutating func abandon() {
        guard let (element, start, _) = open else { return }
        bytes.removeLast(bytes.count - start)
        open = nil
        // Behind any other damaged sequence an intact one is used.
        if element.tag.isOfDisplay { passOver(element.tag) } else { passedOver.append(element.tag) }
    }

    /// Ends an element of the data set that begins at `start` in `bytes`. If it occurs twice, the first one is used; a
    /// decisive element (`Tag.isDecisive`) must have the same value both times, and a display attribute with two different
    /// values is left out.
    private mutating func keepFirst(_ element: ElementHeader, from start: Int) throws(HeaderScanError) {
        guard let first = places[element.tag] else {
            places[element.tag] = start..<bytes.count
            return
        }
        let isSame = bytes[first] == bytes[start...]
        bytes.removeLast(bytes.count - start)
        guard isSame || !element.tag.isDecisive else { throw .repeated(element.tag, offset: element.start) }
        if !isSame { noteRepeated(element.tag) }
    }

    /// Leaves a damaged sequence out. If it is the second one, neither can be used for the display.
    private mutating func passOver(_ tag: Tag) {
        guard places[tag] == nil else { return noteRepeated(tag) }
        places[tag] = bytes.count..<bytes.count
        passedOver.append(tag)
    }

    private mutating func noteRepeated(_ tag: Tag) {
        if tag.isOfDisplay, !repeated.contains(tag) { repeated.append(tag) }
    }

    private mutating func takeOuter(
        _ element: ElementHeader, from source: inout ScanSource
    ) throws(HeaderScanError) {
        let tag = element.tag
        if tag == Tag(0x7FE0, 0x0008) || tag == Tag(0x7FE0, 0x0009) { floatingPixels = tag }
        // Overlay Bits Allocated (60xx,0100) and Bit Position (60xx,0102) say which bits of the pixels are an overlay.
        let isOverlayBit = (0x6000...0x601E).contains(tag.group) && [0x0100, 0x0102].contains(tag.element)
        let isWanted = tag.group < 0x5000 || isOverlayBit
        guard tag.group % 2 == 0, isWanted, tag.element != 0 else { return }
        guard places[tag] == nil || tag.isDecisive || tag.isOfDisplay else { return }
        let vr = vr(of: element)
        guard vr != .sequence else {
            guard sequences.contains(tag) else { return }
            guard element.length == 0 else { return passOver(tag) }
            let start = bytes.count
            appendHeader(tag, .sequence, length: 0)
            return try keepFirst(element, from: start)
        }
        guard let length = element.length, length <= DataSetExtract.valueLimit, vr != .unknown else { return }
        if sequences.contains(tag), representation(tag) == .sequence {
            return passOver(tag)
        }
        let start = bytes.count
        try append(element, vr, length: length, from: &source)
        try keepFirst(element, from: start)
    }

    private mutating func takeInner(
        _ element: ElementHeader, from source: inout ScanSource
    ) throws(HeaderScanError) {
        let vr = vr(of: element)
        guard let length = element.length, vr != .sequence || length == 0 else { return }
        // UN may hold elements of the other byte order, whose values would have to be swapped.
        guard (element.encoding == .explicitBigEndian) == isBigEndian else { return }
        guard bytes.count + length <= DataSetExtract.byteLimit else {
            throw .attributesTooLarge(bytes: DataSetExtract.byteLimit)
        }
        try append(element, vr, length: length, from: &source)
    }

    /// The VR that the object states if it is valid, otherwise that of PS3.6.
    private func vr(of element: ElementHeader) -> VR {
        if let stated = element.vr, stated.isKnown, stated != .unknown { return stated }
        return representation(element.tag) ?? .unknown
    }

    private mutating func append(
        _ element: ElementHeader, _ vr: VR, length: Int, from source: inout ScanSource
    ) throws(HeaderScanError) {
        guard let value = try source.bytes(at: element.valueStart, length: length) else {
            throw .truncated(offset: element.start, tag: element.tag)
        }
        let isOdd = length % 2 == 1
        appendHeader(element.tag, vr, length: isOdd ? length + 1 : length)
        bytes += value
        if isOdd { bytes.append(vr.padding) }
    }

    private mutating func appendHeader(_ tag: Tag, _ vr: VR, length: Int?) {
        // A value of known VR that is longer than its length field allows keeps its bytes as UN (PS3.5 6.2.2).
        let isTooLong = !vr.hasLongLength && (length ?? 0) > 0xFFFF
        let vr = isTooLong ? .unknown : vr
        appendWord(tag.group)
        appendWord(tag.element)
        bytes += vr.letters.utf8
        if vr.hasLongLength {
            appendWord(0)
            appendLong(length.map(UInt32.init) ?? ElementHeader.undefinedLength)
        } else {
            appendWord(UInt16(length ?? 0))
        }
    }

    private mutating func appendMark(_ tag: Tag, _ length: UInt32) {
        appendWord(tag.group)
        appendWord(tag.element)
        appendLong(length)
    }

    private mutating func appendWord(_ word: UInt16) {
        let (high, low) = (UInt8(word >> 8), UInt8(truncatingIfNeeded: word))
        bytes += isBigEndian ? [high, low] : [low, high]
    }

    private mutating func appendLong(_ long: UInt32) {
        let (high, low) = (UInt16(long >> 16), UInt16(truncatingIfNeeded: long))
        appendWord(isBigEndian ? high : low)
        appendWord(isBigEndian ? low : high)
    }
}

extension DataSetExtract {
    /// The header of Pixel Data, which follows `bytes`, and what follows the pixels.
    package var pixelDataFrame: (head: [UInt8], tail: [UInt8])? {
        guard let pixelData else { return nil }
        var frame = self
        frame.bytes = []
        guard pixelData.isEncapsulated else {
            let vr = pixelData.vr.map { [.otherByte, .unknown].contains($0) ? $0 : .otherWord } ?? .otherWord
            frame.appendHeader(.pixelData, vr, length: pixelData.range.count)
            return (frame.bytes, [])
        }
        frame.appendHeader(.pixelData, .otherByte, length: nil)
        let head = frame.bytes
        frame.bytes = []
        frame.appendMark(.sequenceDelimitation, 0)
        return (head, frame.bytes)
    }
}
