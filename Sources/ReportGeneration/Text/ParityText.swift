/// The words R2Gen (Chen et al., EMNLP 2020) makes of a report, quirk for quirk, so that scores can be compared with
/// published ones. Not for drafts a person reads: "2.5 cm" becomes "25 cm", "AP/PA" becomes "appa".
///
/// What counts is code points, never characters: a combining accent behind a period does not hide it. Ids are not
/// R2Gen's: there 0 begins, ends and pads and `<unk>` is sorted among the words; here `Vocabulary` numbers the same
/// words in the same order from 4 and keeps `<unk>` at 3.
package enum ParityText {
    /// R2Gen cleans its two data sets differently.
    package enum Cleaning: Sendable {
        case iuXray
        case mimicCXR
    }

    /// The cleaned report's tokens. `.` is one of them and ends even an empty report.
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
        // List numbers; "1. " goes wherever it stands, in "11. " too.
        scalars.replace("1. ", "")
        for number in 2...5 { scalars.replace(". \(number). ", ". ") }
        for number in 2...5 { scalars.replace(" \(number). ", ". ") }
        var tokens: [String] = []
        for piece in scalars.stripped.lowercased.split(at: ". ") {
            // An empty piece stays a sentence of its own: ". ." is in the published references.
            tokens += piece.removing(quotes).stripped.lowercased.removing(marks).tokens
            tokens.append(".")
        }
        return tokens
    }

    private static let quotes = scalars("\"/\\'")
    /// R2Gen's class `[.,?;*!%^&_+():-\[\]{}]` holds a range from `:` to `[`: it keeps `-` and removes `<`, `=`, `>`, `@`.
    private static let marks = scalars(".,?;*!%^&_+()]{}").union((0x3A...0x5B).compactMap(Unicode.Scalar.init))

    private static func scalars(_ text: String) -> Set<Unicode.Scalar> { Set(text.unicodeScalars) }
}
