/// For each byte of a part of a data set: how many plausible elements in ascending order begin there, one after another.
struct ElementRuns {
    /// The run of an element that an item, a delimiter or a lower tag follows: it is inside a sequence.
    static let nested: UInt8 = 255
    /// The run that ends with the pixel data or the data set.
    static let complete: UInt8 = 100

    private(set) var runs: [UInt8]
    private let bytes: [UInt8]
    private let start: Int
    private let total: Int
    private let isBig: Bool
    private let isImplicit: Bool
    private let smallestPixelData: Int

    var count: Int { bytes.count }

    /// Computes the runs from the end backwards, so that each byte is read as a header once.
    init(
        _ bytes: [UInt8], at start: Int, of total: Int, encoding: TransferSyntax.Encoding, smallestPixelData: Int
    ) {
        self.bytes = bytes
        self.start = start
        self.total = total
        self.smallestPixelData = smallestPixelData
        isBig = encoding == .explicitBigEndian
        isImplicit = encoding == .implicitLittleEndian
        runs = [UInt8](repeating: 0, count: bytes.count)
        for at in stride(from: bytes.count - 8, through: 0, by: -1) { runs[at] = run(at: at) }
    }

    func tag(at place: Int) -> Tag? {
        place + 4 <= bytes.count ? Tag(word(place), word(place + 2)) : nil
    }

    private func word(_ place: Int) -> UInt16 {
        let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
        return isBig ? first << 8 | second : second << 8 | first
    }

    private func long(_ place: Int) -> UInt32 {
        let (first, second) = (UInt32(word(place)), UInt32(word(place + 2)))
        return isBig ? first << 16 | second : second << 16 | first
    }

    private func run(at place: Int) -> UInt8 {
        let tag = Tag(word(place), word(place + 2))
        guard ElementRuns.hasGroup(tag.group), let (value, length) = extent(at: place) else { return 0 }
        guard length != ElementHeader.undefinedLength else {
            guard value + 4 <= bytes.count else { return 1 }
            guard self.tag(at: value) == .item else { return 0 }
            return tag == .pixelData ? ElementRuns.complete : 2
        }
        let next = value + Int(length)
        guard start + next <= total else { return 0 }
        if tag == .pixelData { return Int(length) >= smallestPixelData ? ElementRuns.complete : ElementRuns.nested }
        if start + next == total { return ElementRuns.complete }
        guard next + 8 <= bytes.count, let follower = self.tag(at: next) else { return 2 }
        if follower.group == 0xFFFE || runs[next] == ElementRuns.nested { return ElementRuns.nested }
        // The elements of an item that ends with its length: those of the data set, which come next, begin lower.
        return follower > tag ? min(runs[next] + 1, ElementRuns.complete) : ElementRuns.nested
    }

    /// Where the value begins, and its length; `nil` if there is no header.
    private func extent(at place: Int) -> (value: Int, length: UInt32)? {
        if isImplicit { return (place + 8, long(place + 4)) }
        let vr = VR(bytes[place + 4], bytes[place + 5])
        guard vr.isKnown else { return nil }
        guard vr.hasLongLength else { return (place + 8, UInt32(word(place + 6))) }
        guard place + 12 <= bytes.count, word(place + 6) == 0 else { return nil }
        let length = long(place + 8)
        return length != ElementHeader.undefinedLength || vr.mayHaveUndefinedLength ? (place + 12, length) : nil
    }

    /// Whether PS3.6 has groups with this high byte, or devices may write it as a private group.
    private static func hasGroup(_ group: UInt16) -> Bool {
        switch group >> 8 {
        case 0x00: group > 0x02
        case 0x01, 0x04, 0x20, 0x21, 0x22, 0x30, 0x40, 0x50, 0x52, 0x54, 0x56, 0x60, 0x7F: true
        default: group % 2 == 1
        }
    }
}
