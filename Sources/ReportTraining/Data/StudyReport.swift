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

    /// Positions of the findings that the prompt calls possible in an edition.
    ///
    /// For a report that exists these are its uncertain labels. For a composed report they are drawn for each edition, so
    /// that the decoder learns to write what the prompt says: some of the findings that are present, and a few of the
    /// absent ones, since most films on which a finding is possible do not show it. Edition 0 has none.
    package func possibleFindings(seed: UInt64, edition: Int) -> Set<Int> {
        guard case .composed = report else { return Set(labels.indices.filter { labels[$0] == .uncertain }) }
        guard edition > 0 else { return [] }
        var generator = RandomGenerator(seed: seed, stream: id + " possible", index: edition)
        return Set(
            labels.indices.filter {
                generator.nextUnit() < (labels[$0] == .positive ? Self.possibleShare : Self.possibleAbsentShare)
            })
    }

    /// Shares of a composed report's findings that an edition calls possible: among the present ones and among the
    /// absent ones.
    private static let (possibleShare, possibleAbsentShare): (Float, Float) = (0.4, 0.15)

    /// The decoder's prompt: the findings labelled as present, and the possible ones by their positions in `labels`.
    func prompt(labels: [String], possible: Set<Int>, _ vocabulary: Vocabulary) -> [Int32] {
        vocabulary.prompt(
            positives.union(possible).sorted().map { (labels[$0], possible.contains($0) ? .possible : .present) })
    }
}
