import NeuralNetwork
import ReportGeneration

/// Where a study's words come from.
package enum StudyReport: Sendable {
    /// The words the decoder learns, already cleaned, and the report as it was written.
    case written(words: [String], original: String)
    /// No report exists: one is composed from the labels, in other words in each epoch.
    case composed(Set<ChestFinding>)
}

extension TrainingStudy {
    /// The words the decoder learns. Edition 0 is the one drafts are compared with; of a composed report training hears
    /// the same findings in other words in each epoch (edition 1, 2, …).
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
