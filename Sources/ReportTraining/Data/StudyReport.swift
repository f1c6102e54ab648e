import FindingLabels
import NeuralNetwork
import ReportGeneration

/// Source of a study's report.
package enum StudyReport: Sendable {
    /// The tokenised words the decoder learns, and the original report.
    case written(words: [String], original: String)
    /// There is no report: one is composed from the labels, worded differently in each epoch.
    case composed(Set<ChestFinding>)
    /// Composed once from facts that say more than the labels; the wording never changes.
    case stated(FactReport)
}

extension TrainingStudy {
    /// The facts of a report that states them; nil for others.
    package var facts: FactReport? {
        if case .stated(let report) = report { report } else { nil }
    }

    /// The words the decoder learns. Edition 0 is the reference for drafts. In training a composed report has a
    /// different wording of the same findings in each epoch (edition 1, 2, …).
    ///
    /// - Parameter possible: positions of the findings that a composed report calls possible, instead of present or absent.
    package func words(seed: UInt64, edition: Int, possible: Set<Int> = []) -> [String] {
        switch report {
        case .written(let words, _): return words
        case .stated(let report): return report.words
        case .composed(let findings):
            let unsure = Set(ChestFinding.allCases.filter { possible.contains($0.index) })
            var generator = RandomGenerator(seed: seed, stream: id, index: edition)
            return ReportGrammar.compose(findings.subtracting(unsure), possible: unsure, using: &generator).words
        }
    }

    /// Positions of the findings that a decoder with prompts is to call possible in an edition: what a written report
    /// leaves uncertain, and in each edition others for a composed one, so that it learns to say what the prompt says. Some
    /// of them are absent, since films of which a finding is possible mostly do not have it. A composed
    /// report has none in edition 0.
    package func possibleFindings(seed: UInt64, edition: Int) -> Set<Int> {
        guard case .composed = report else { return Set(labels.indices.filter { labels[$0] == .uncertain }) }
        guard edition > 0 else { return [] }
        var generator = RandomGenerator(seed: seed, stream: id + " possible", index: edition)
        return Set(
            labels.indices.filter {
                generator.nextUnit() < (labels[$0] == .positive ? Self.possibleShare : Self.possibleAbsentShare)
            })
    }

    /// Shares of the findings of a composed report that are called possible in an edition: of those present, and of the
    /// others.
    private static let (possibleShare, possibleAbsentShare): (Float, Float) = (0.4, 0.15)
}
