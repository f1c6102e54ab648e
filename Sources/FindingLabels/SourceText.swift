/// The original text, sliced by UTF-8 positions.
struct SourceText {
    private let bytes: [UInt8]
    /// Unicode scalars before each byte; nil for ASCII text, where both counts are equal.
    private var counts: [Int]?

    init(_ text: String) {
        bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 >= 0x80 }) else { return }
        var count = 0
        counts =
            bytes.map { byte in
                defer { if byte & 0xC0 != 0x80 { count += 1 } }
                return byte & 0xC0 == 0x80 ? count - 1 : count
            } + [text.unicodeScalars.count]
    }

    /// Converts a range to Unicode scalars.
    func scalars(_ range: Range<Int>) -> Range<Int> {
        guard let counts else { return range }
        return counts[range.lowerBound]..<counts[range.upperBound - 1] + 1
    }

    func words(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
