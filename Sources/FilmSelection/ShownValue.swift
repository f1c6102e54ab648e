import DICOMCore

/// An attribute's value for a reason that is logged. It is shown only if it looks like a defined term (PS3.5 6.2, CS),
/// because free text may contain a name.
func shownTerm(_ value: String) -> String {
    let isTerm =
        value.utf8.count <= 16
        && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_ -/\\.".contains($0)) }
    return isTerm ? value : "(free text)"
}

/// A code without its meaning, which is free text: `85562004 SCT`.
func shownCode(_ code: CodedConcept) -> String {
    code.scheme.isEmpty ? shownTerm(code.value) : "\(shownTerm(code.value)) \(shownTerm(code.scheme))"
}
