import NeuralNetwork
import ReportGeneration

/// Source of a study's report.
package enum StudyReport: Sendable {
    /// The tokenised words the decoder learns, and the original report.
    case written(words: [String], original: String)
    /// There is no report: one is composed from the labels, worded differently in each epoch.
    case composed(Set<ChestFinding>)
}

extension TrainingStudy {
    /// The words the decoder learns. Edition 0 is the reference for drafts. In training a composed report has a
    /// different wording of the same findings in each epoch (edition 1, 2, …).
    package func words(seed: UInt64, edition: Int) -> [String] {
        switch report {
        case .written(let words, _): words
        case .composed(let findings): compose(findings, seed: seed, edition: edition).words
        }
    }

    private func compose(_ findings: Set<ChestFinding>, seed: UInt64, edition: Int) -> ReportText {
        var generator = RandomGenerator(seed: seed, stream: id, index: edition)
        return ReportGrammar.compose(findings, using: &generator)
    }
}
