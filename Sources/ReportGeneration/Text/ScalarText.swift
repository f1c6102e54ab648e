/// Text as an array of code points, with the semantics of Python's `str` for replacing, stripping, lower case and white
/// space.
struct ScalarText: Equatable {
    private var scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

    var string: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Replaces non-overlapping occurrences from left to right.
    mutating func replace(_ old: String, _ new: String) {
        let pieces = split(at: old)
        guard pieces.count > 1 else { return }
        scalars = Array(pieces.map(\.scalars).joined(separator: new.unicodeScalars))
    }

    /// Splits at a separator, keeping empty parts.
    func split(at separator: String) -> [ScalarText] {
        let wanted = Array(separator.unicodeScalars)
        var parts: [ScalarText] = []
        var (start, index) = (0, 0)
        while index + wanted.count <= scalars.count {
            if scalars[index] == wanted[0], scalars[index..<index + wanted.count].elementsEqual(wanted) {
                parts.append(ScalarText(scalars[start..<index]))
                index += wanted.count
                start = index
            } else {
                index += 1
            }
        }
        return parts + [ScalarText(scalars[start...])]
    }

    /// The text without white space at both ends.
    var stripped: ScalarText {
        ScalarText(scalars.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed())
    }

    func removing(_ unwanted: Set<Unicode.Scalar>) -> ScalarText {
        ScalarText(scalars.filter { !unwanted.contains($0) })
    }

    /// The parts between white space.
    var tokens: [String] { scalars.split(whereSeparator: Self.isSpace).map { ScalarText($0).string } }

    /// Full lower case. A capital sigma at the end of a word becomes a final sigma, as in Unicode's SpecialCasing.
    var lowercased: ScalarText {
        ScalarText(
            scalars.indices.flatMap { index -> [Unicode.Scalar] in
                scalars[index] == "\u{3A3}"
                    ? [endsWord(index) ? "\u{3C2}" : "\u{3C3}"]
                    : Array(scalars[index].properties.lowercaseMapping.unicodeScalars)
            })
    }

    private func endsWord(_ index: Int) -> Bool {
        let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }

    /// Python counts four separators (U+001C to U+001F) as white space that Unicode does not.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
}
