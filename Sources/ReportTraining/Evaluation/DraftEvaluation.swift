import NeuralNetwork
package import ReportMetrics

/// How good the texts of one source (the model, or a floor) are.
package struct DraftEvaluation: Codable, Sendable, Equatable {
    package let source: String
    /// BLEU-1 to BLEU-4 over the fold.
    package let bleu: [Estimate]
    package let rougeL: Estimate
    /// Findings read back from the drafts, against the labels: all claims in one count.
    package let microPrecision: Estimate
    package let microRecall: Estimate
    package let microF1: Estimate
    /// Mean over the findings, those the fold does not show counting 0.
    package let macroPrecision: Estimate
    package let macroRecall: Estimate
    package let macroF1: Estimate
    package let drafts: Int
    /// Different texts among them.
    package let distinctDrafts: Int
    /// Sentences the grammar cannot say, and drafts that claim a finding both present and absent.
    package let unknownSentences: Int
    package let contradictoryDrafts: Int

    /// One draft for each reference; `claims` says what a draft claims.
    init(
        source: String, drafts: [DraftText], references: [DraftReference], findingCount: Int, resamples: Int,
        claims: (DraftText) -> DraftClaims
    ) {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "drafts")
        let patients = EvaluationPolicy.groups(references.map(\.patient))
        let pairs = zip(drafts, references).map { (candidate: $0.words, reference: $1.report.words) }
        let statistics = pairs.map { BLEU.Statistics(candidate: $0.candidate, reference: $0.reference) }
        let rouge = pairs.map { ROUGEL.score(candidate: $0.candidate, reference: $0.reference) }
        let readings = drafts.map(claims)
        let claimed = readings.map(\.present)
        let labelled = references.map(\.findings)

        func estimate(_ measure: @escaping ([Int]) -> Double) -> Estimate {
            Bootstrap.estimate(groups: patients, resamples: resamples, using: &generator, measure: measure)
                ?? Estimate(value: 0, low: 0, high: 0)
        }
        func findings(_ value: @escaping (FindingScores) -> Double) -> Estimate {
            estimate { cases in
                value(
                    FindingScores(
                        claimed: cases.map { claimed[$0] }, labelled: cases.map { labelled[$0] },
                        findingCount: findingCount))
            }
        }
        self.source = source
        bleu = (0..<4).map { order in estimate { cases in BLEU.score(cases.map { statistics[$0] })[order] } }
        rougeL = estimate { cases in cases.reduce(0) { $0 + rouge[$1] } / Double(cases.count) }
        microPrecision = findings(\.micro.precision)
        microRecall = findings(\.micro.recall)
        microF1 = findings(\.micro.f1)
        macroPrecision = findings(\.macro.precision)
        macroRecall = findings(\.macro.recall)
        macroF1 = findings(\.macro.f1)
        self.drafts = drafts.count
        distinctDrafts = Set(drafts.map(\.text)).count
        unknownSentences = readings.reduce(0) { $0 + $1.unknownSentences }
        contradictoryDrafts = readings.count { $0.isContradictory }
    }
}
