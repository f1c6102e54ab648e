/// The lines of a text file, each with its own line end, so that a changed file keeps the ends it has.
///
/// Lines end where they end for a YAML parser: at LF, CRLF or CR, among others. Swift counts CRLF as one character.
struct FileLines {
    /// The lines without their ends; the first without a byte order mark.
    private(set) var texts: [String] = []
    private var ends: [String] = []
    private let mark: String

    init(_ text: String) {
        mark = text.unicodeScalars.first == Self.byteOrderMark ? String(Character(Self.byteOrderMark)) : ""
        var rest = Substring(Self.withoutMark(text))
        while let end = rest.firstIndex(where: \.isNewline) {
            texts.append(String(rest[..<end]))
            ends.append(String(rest[end]))
            rest = rest[rest.index(after: end)...]
        }
        guard !rest.isEmpty else { return }
        texts.append(String(rest))
        ends.append(newEnd)
    }

    /// The file's text; its last line has an end.
    var text: String { mark + zip(texts, ends).map { $0 + $1 }.joined() }

    /// The lines that follow take the end of the file's first line.
    mutating func insert(_ lines: [String], at index: Int) {
        ends.insert(contentsOf: lines.map { _ in newEnd }, at: index)
        texts.insert(contentsOf: lines, at: index)
    }

    mutating func append(_ lines: [String]) { insert(lines, at: texts.count) }

    /// Writes another line in place of one.
    mutating func replace(_ index: Int, with line: String) { texts[index] = line }

    /// A text without the byte order mark that editors of Windows put at its beginning.
    static func withoutMark(_ text: String) -> String {
        guard text.unicodeScalars.first == byteOrderMark else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    private static let byteOrderMark: Unicode.Scalar = "\u{FEFF}"

    private var newEnd: String { ends.first ?? "\n" }
}
