import ReportMetrics

/// The drafts of one source, prepared so that any selection of studies can be scored quickly.
struct AblationScores {
    private let bleu: [BLEU.Statistics]
    private let rouge: [Double]
    private let meteor: [METEOR.Statistics]
    private let claimed: [Set<Int>]
    private let labelled: [Set<Int>]
    private let findingCount: Int
    /// Nil unless the reports state facts.
    private let facts: FactScores?

    /// Takes the words of each draft and its reference, in the order of the studies.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    init(drafts: [[String]], references: [DraftReference], findingCount: Int, wordNet: WordNet) throws {
        let pairs = zip(drafts, references.map(\.report.words))
        bleu = pairs.map { BLEU.Statistics(candidate: $0, reference: $1) }
        rouge = pairs.map { ROUGEL.score(candidate: $0, reference: $1) }
        var scorer = METEOR(wordNet: wordNet)
        meteor = try pairs.map { draft, reference in
            try scorer.statistics(
                candidate: MeteorText(draft.joined(separator: " ")),
                reference: MeteorText(reference.joined(separator: " ")))
        }
        let stated = references.compactMap(\.facts)
        if stated.count == references.count, !stated.isEmpty {
            let readings = drafts.map { FactGrammar.read(words: $0) }
            facts = FactScores(readings: readings, reports: stated)
            claimed = readings.map(\.labels)
        } else {
            facts = nil
            claimed = drafts.map { DraftClaims(composed: $0).present }
        }
        labelled = references.map(\.findings)
        self.findingCount = findingCount
    }

    /// The measures over studies given by position, with repeats.
    func values(_ cases: [Int]) -> [AblationMeasure: Double] {
        let findings = FindingScores(
            claimed: cases.map { claimed[$0] }, labelled: cases.map { labelled[$0] }, findingCount: findingCount)
        var values: [AblationMeasure: Double] = [
            .bleu4: BLEU.score(cases.lazy.map { bleu[$0] })[3],
            .rougeL: cases.reduce(0) { $0 + rouge[$1] } / Double(cases.count),
            .meteor: METEOR.score(cases.lazy.map { meteor[$0] }),
            .microPrecision: findings.micro.precision, .microRecall: findings.micro.recall,
            .microF1: findings.micro.f1,
            .macroPrecision: findings.macro.precision, .macroRecall: findings.macro.recall,
            .macroF1: findings.macro.f1,
        ]
        if let facts { values.merge(facts.values(cases)) { $1 } }
        return values
    }
}
