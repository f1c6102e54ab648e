import Review

extension DraftText.Sentence {
    /// The sentence with what the finding head says of its findings:
    /// `There is pneumonia.  [pneumonia 20 %, called likely from 31 %]`.
    var line: String {
        let text = terminalSafe(text)
        guard !estimates.isEmpty else { return text }
        let words = estimates.map(\.words).joined(separator: "; ")
        return "\(text)  \(TextTable.paint("[\(terminalSafe(words))]", .grey))"
    }
}
