/// Converts a report to the decoder's words and a draft's words back to text. A bundle names the pipeline its words
/// were made with: with another one, the decoder would read "25 cm" where the report said "2.5 cm".
package enum TextPipeline: String, Codable, Sendable, CaseIterable {
    /// Keeps decimals, slashes, units and hyphens (`ClinicalText`). For every model whose drafts a person reads.
    case clinical
    /// R2Gen's cleaning of IU X-ray reports (`ParityText`). Loses decimal points: for comparison with published scores.
    case parityIU = "parity-iu"
    /// R2Gen's cleaning of MIMIC-CXR reports (`ParityText`). Loses decimal points: for comparison with published scores.
    case parityMIMIC = "parity-mimic"

    /// The words of a written report.
    package func words(of text: String) -> [String] {
        switch self {
        case .clinical: ClinicalText.words(of: text)
        case .parityIU: ParityText.words(of: text, cleaning: .iuXray)
        case .parityMIMIC: ParityText.words(of: text, cleaning: .mimicCXR)
        }
    }

    /// Converts words to a human-readable report. The parity pipelines discard capitals and marks, which cannot be
    /// restored.
    package func text(of words: some Sequence<String>) -> ReportText {
        ReportText(words: words)
    }

    /// Whether numbers are preserved; if not, a draft must never show a measurement.
    package var keepsNumbers: Bool { self == .clinical }
}
