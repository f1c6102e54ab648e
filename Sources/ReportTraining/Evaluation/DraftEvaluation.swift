import NeuralNetwork
package import ReportMetrics

/// How good the texts of one source (the model, or a floor) are.
package struct DraftEvaluation: Codable, Sendable, Equatable {
    package struct Score: Codable, Sendable, Equatable {
        package let name: String
        package let estimate: Estimate
    }

    package let source: String
    /// In the order a table shows them. Macro scores are means over all findings, those the fold does not show counting 0.
    package let scores: [Score]
    package let drafts: Int
    /// Different texts among them.
    package let distinctDrafts: Int
    /// Sentences the grammar cannot say, and drafts that claim a finding both present and absent; nil for written
    /// reports.
    package let unknownSentences: Int?
    package let contradictoryDrafts: Int?

    /// The score of this name.
    package subscript(name: String) -> Estimate? { scores.first { $0.name == name }?.estimate }

    /// One draft for each of the scoring's references.
    init(source: String, drafts: [DraftText], scoring: DraftScoring, resamples: Int) throws {
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
