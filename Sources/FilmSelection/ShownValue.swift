import DICOMCore

/// An attribute's value for a reason that is logged.
///
/// Quoted only if it looks like a defined term, which is ASCII (PS3.5 6.2, CS; PS3.3). Sixteen letters of another script
/// may be a whole name; only `word` is shown of such a value.
///
/// - Parameter word: the entry of a table that the value contains; empty for none.
func shownTerm(_ value: String, word: String = "") -> String {
    let scalars = value.unicodeScalars
    if scalars.count <= 16, scalars.allSatisfy(\.isOfTerm) { return value }
    if word.isEmpty { return "(free text)" }
    return FoldedText(word).joined == FoldedText(value).joined ? word : "(free text with \"\(word)\")"
}

extension Unicode.Scalar {
    /// Whether it is a letter or digit of ASCII, or one of the separators that terms have.
    fileprivate var isOfTerm: Bool {
        switch self {
        case "A"..."Z", "a"..."z", "0"..."9", "_", " ", "-", "/", "\\", ".": true
        default: false
        }
    }
}

/// A code without its meaning, which is free text: `85562004 SCT`.
func shownCode(_ code: CodedConcept) -> String {
    code.scheme.isEmpty ? shownTerm(code.value) : "\(shownTerm(code.value)) \(shownTerm(code.scheme))"
}
