import NeuralNetwork
package import ReportMetrics

/// Scores of the texts from one source (the model or a baseline).
package struct DraftEvaluation: Codable, Sendable, Equatable {
    package struct Score: Codable, Sendable, Equatable {
        package let name: String
        package let estimate: Estimate
    }

    package let source: String
    /// Scores in table order. Macro scores are means over all findings; findings that do not occur in the fold count as
    /// 0.
    package let scores: [Score]
    package let drafts: Int
    /// Number of distinct drafts.
    package let distinctDrafts: Int
    /// Number of sentences the grammar cannot produce, and of drafts that claim a finding as both present and absent;
    /// nil for written reports.
    package let unknownSentences: Int?
    package let contradictoryDrafts: Int?

    /// The score with this name.
    package subscript(name: String) -> Estimate? { scores.first { $0.name == name }?.estimate }

    /// Takes one draft for each reference of the scoring.
    init(source: String, drafts: [EvaluatedText], scoring: DraftScoring, resamples: Int) throws {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "drafts")
        let measures = try scoring.measures(of: drafts)
        let estimates = measures.estimates(
            groups: EvaluationPolicy.groups(scoring.references.map(\.patient)), resamples: resamples,
            using: &generator)
        let claims = drafts.map(scoring.claims)
        self.source = source
        scores = zip(measures.names, estimates).map { Score(name: $0, estimate: $1) }
        self.drafts = drafts.count
        distinctDrafts = Set(drafts).count
        let unknown = claims.compactMap(\.unknownSentences)
        unknownSentences = unknown.isEmpty ? nil : unknown.reduce(0, +)
        let contradictory = claims.compactMap(\.isContradictory)
        contradictoryDrafts = contradictory.isEmpty ? nil : contradictory.count { $0 }
    }
}
