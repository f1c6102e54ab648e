/// The fragments of encapsulated Pixel Data (PS3.5 A.4), found without believing more of them than needed.
///
/// Any item of zero length is passed over, and so is the missing delimiter of the sequence. An item that is no table of
/// offsets counts as a fragment.
struct Fragments {
    /// Limit on the number of items; at this number a film of the largest size has fragments of 200 bytes.
    private static let itemLimit = 1_000_000

    /// Offset and length of each fragment's bytes in the value of Pixel Data.
    private(set) var ranges: [Range<Int>] = []
    /// Entries of the basic offset table.
    private(set) var offsets: [Int] = []
    /// Offset of the first item after the table, from which the table counts.
    private(set) var origin = 0
    private let element: PixelDataElement
    /// Whether the basic offset table was passed over because its first offset is not zero.
    private(set) var hasWrongTable = false
    /// Whether the sequence ends with its delimiter.
    private(set) var hasDelimiter = false
    /// Whether the value is items up to its end or its delimiter, and nothing else.
    private(set) var isWhole = false

    /// Throws `undecodable` if the sequence has no fragment or one that is longer than the object.
    init(_ element: PixelDataElement) throws(DICOMObjectError) {
        self.element = element
        var at = 0
        while at + 8 <= element.count, ranges.count < Fragments.itemLimit {
            let header = try element.bytes(at: at, count: 8)
            if header.starts(with: [0xFE, 0xFF, 0xDD, 0xE0]) {
                hasDelimiter = true
                break
            }
            guard header.starts(with: [0xFE, 0xFF, 0x00, 0xE0]) else { break }
            let length = Fragments.number(header[4...])
            guard length <= element.count - at - 8 else {
                throw .undecodable(
                    reason: "the fragment at byte \(at) of Pixel Data has a length of \(length), but only "
                        + "\(element.count - at - 8) bytes follow")
            }
            ranges.append(at + 8..<at + 8 + length)
            at += 8 + length
        }
        isWhole = hasDelimiter || at == element.count
        try takeTable()
        ranges.removeAll(where: \.isEmpty)
        guard !ranges.isEmpty else { throw .undecodable(reason: "Pixel Data has no fragment that is not empty") }
    }

    /// Takes the first item as basic offset table if it can be one: the first of its offsets is zero; or no code stream
    /// begins there, and it has not more offsets than fragments follow.
    private mutating func takeTable() throws(DICOMObjectError) {
        guard let first = ranges.first else { return }
        if first.isEmpty {
            ranges.removeFirst()
        } else if first.count % 4 == 0, try element.bytes(at: first.lowerBound, count: 4) == [0, 0, 0, 0] {
            let table = try element.bytes(at: first.lowerBound, count: first.count)
            offsets = stride(from: 0, to: table.count, by: 4).map { Fragments.number(table[$0..<$0 + 4]) }
            ranges.removeFirst()
        } else if first.count % 4 == 0, first.count / 4 < ranges.count,
            !CodedFrameHeader.beginsCodeStream(try beginning())
        {
            hasWrongTable = true
            ranges.removeFirst()
        }
        origin = (ranges.first?.lowerBound ?? 8) - 8
    }

    /// The first bytes of all items, joined.
    private func beginning() throws(DICOMObjectError) -> [UInt8] {
        var bytes: [UInt8] = []
        for range in ranges where bytes.count < 68 {
            bytes += try element.bytes(at: range.lowerBound, count: min(range.count, 68 - bytes.count))
        }
        return bytes
    }

    /// The joined fragments of a frame, by its number from 1 on.
    func frame(_ number: Int, of frames: Int) throws(DICOMObjectError) -> [UInt8] {
        try joined(number == 1 ? 0..<(try endOfFirst(of: frames)) : try self.frames(frames)[number - 1])
    }

    /// The bytes of some fragments.
    func joined(_ places: Range<Int>) throws(DICOMObjectError) -> [UInt8] {
        var bytes: [UInt8] = []
        for range in ranges[places] { bytes += try element.bytes(at: range.lowerBound, count: range.count) }
        return bytes
    }

    /// Number of fragments of the first frame: all of them if it is the only frame, whatever the table says. Otherwise
    /// as far as the table says, else one if each frame has one, else up to the next that begins like the first.
    private func endOfFirst(of frames: Int) throws(DICOMObjectError) -> Int {
        if frames <= 1 { return ranges.count }
        if offsets.count > 1,
            let second = ranges.firstIndex(where: { $0.lowerBound - 8 - origin == offsets[1] }), second > 0
        {
            return second
        }
        if ranges.count == frames { return 1 }
        let start = try beginning(of: ranges[0])
        for index in ranges.indices.dropFirst() where try beginning(of: ranges[index]) == start { return index }
        return ranges.count
    }

    /// The bytes by which a frame's first fragment is known: SOI and the first byte of a marker; SOC and SIZ; an RLE
    /// header's number of segments and the first one's offset.
    func beginning(of range: Range<Int>) throws(DICOMObjectError) -> [UInt8] {
        let bytes = try element.bytes(at: range.lowerBound, count: min(range.count, 8))
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return Array(bytes.prefix(3)) }
        if bytes.starts(with: [0xFF, 0x4F, 0xFF]) { return Array(bytes.prefix(4)) }
        return bytes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
}
