import DICOMCore

/// An attribute's value for a reason that is logged. It is shown only if it looks like a defined term (PS3.5 6.2, CS), in
/// whatever script, because free text may contain a name. Control characters and those that turn the direction of text
/// are never shown.
func shownTerm(_ value: String) -> String {
    let scalars = value.unicodeScalars
    let isTerm = scalars.count <= 16 && scalars.allSatisfy { $0.isOfTerm }
    return isTerm ? value : "(free text)"
}

extension Unicode.Scalar {
    /// Whether it is a letter, a mark on one, a digit or one of the separators that terms have.
    fileprivate var isOfTerm: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            true
        default: "_ -/\\.".unicodeScalars.contains(self)
        }
    }
}

/// A code without its meaning, which is free text: `85562004 SCT`.
func shownCode(_ code: CodedConcept) -> String {
    code.scheme.isEmpty ? shownTerm(code.value) : "\(shownTerm(code.value)) \(shownTerm(code.scheme))"
}
