/// How a report becomes the words the decoder learns, and how a draft's words become text again. A bundle names the
/// pipeline of its words: the same decoder with another one would read "25 cm" where the report said "2.5 cm".
package enum TextPipeline: String, Codable, Sendable, CaseIterable {
    /// Keeps decimals, slashes, units and hyphens (`ClinicalText`). For every model whose drafts a person reads.
    case clinical
    /// R2Gen's cleaning of IU X-ray reports (`ParityText`). Loses decimal points: for comparison with published scores.
    case parityIU = "parity-iu"
    /// R2Gen's cleaning of MIMIC-CXR reports (`ParityText`). Loses decimal points: for comparison with published scores.
    case parityMIMIC = "parity-mimic"

    /// The words of a report as it was written.
    package func words(of text: String) -> [String] {
        switch self {
        case .clinical: ClinicalText.words(of: text)
        case .parityIU: ParityText.words(of: text, cleaning: .iuXray)
        case .parityMIMIC: ParityText.words(of: text, cleaning: .mimicCXR)
        }
    }

    /// Words as a report a person reads. The parity pipelines threw capitals and marks away: nothing brings them back.
    package func text(of words: some Sequence<String>) -> ReportText {
        ReportText(words: words)
    }

    /// Whether numbers come through unharmed; where not, a draft must never show a measurement.
    package var keepsNumbers: Bool { self == .clinical }
}
