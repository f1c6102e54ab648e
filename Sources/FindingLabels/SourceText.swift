/// The text as it was given, cut by the positions of its UTF-8.
struct SourceText {
    private let bytes: [UInt8]
    /// Scalars before each byte; nil of ASCII, where the two counts are one.
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

    /// The same range counted in Unicode scalars.
    func scalars(_ range: Range<Int>) -> Range<Int> {
        guard let counts else { return range }
        return counts[range.lowerBound]..<counts[range.upperBound - 1] + 1
    }

    func words(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
