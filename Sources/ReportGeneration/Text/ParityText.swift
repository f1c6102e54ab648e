/// Tokenises a report exactly as R2Gen (Chen et al., EMNLP 2020), quirks included, so that scores can be compared with
/// published ones. Not for drafts a person reads: "2.5 cm" becomes "25 cm", "AP/PA" becomes "appa".
///
/// Works on code points, not characters, so a combining accent after a period does not hide it. Ids differ from
/// R2Gen's: there 0 is begin, end and padding, and `<unk>` is sorted among the words; here `Vocabulary` numbers the
/// same words in the same order from 4 and has `<unk>` at 3.
package enum ParityText {
    /// R2Gen's cleaning differs between its two data sets.
    package enum Cleaning: Sendable {
        case iuXray
        case mimicCXR
    }

    /// Tokens of the cleaned report. `.` is a token and ends every report, even an empty one.
    package static func words(of text: String, cleaning: Cleaning) -> [String] {
        var scalars = ScalarText(text)
        if cleaning == .mimicCXR {
            scalars.replace("\n", " ")
            for (old, new, turns) in [("__", "_", 7), ("  ", " ", 6), ("..", ".", 8)] {
                for _ in 0..<turns { scalars.replace(old, new) }
            }
        } else {
            for _ in 0..<3 { scalars.replace("..", ".") }
        }
        // List numbers; "1. " is removed anywhere, even from "11. ".
        scalars.replace("1. ", "")
        for number in 2...5 { scalars.replace(". \(number). ", ". ") }
        for number in 2...5 { scalars.replace(" \(number). ", ". ") }
        var tokens: [String] = []
        for piece in scalars.stripped.lowercased.split(at: ". ") {
            // An empty piece stays a sentence: ". ." occurs in the published references.
            tokens += piece.removing(quotes).stripped.lowercased.removing(marks).tokens
            tokens.append(".")
        }
        return tokens
    }

    private static let quotes = scalars("\"/\\'")
    /// R2Gen's class `[.,?;*!%^&_+():-\[\]{}]` contains a range from `:` to `[`, so it keeps `-` and removes `<`, `=`,
    /// `>`, `@`.
    private static let marks = scalars(".,?;*!%^&_+()]{}").union((0x3A...0x5B).compactMap(Unicode.Scalar.init))

    private static func scalars(_ text: String) -> Set<Unicode.Scalar> { Set(text.unicodeScalars) }
}
