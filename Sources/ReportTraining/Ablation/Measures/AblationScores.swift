import ReportMetrics

/// Scores of one source's drafts.
struct AblationScores {
    let values: [AblationMeasure: Double]

    /// Takes the words of each draft and its reference, in the order of the studies.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    init(drafts: [[String]], references: [DraftReference], findingCount: Int, wordNet: WordNet) throws {
        let pairs = zip(drafts, references.map(\.report.words)).map { (draft: $0, reference: $1) }
        let rouge = pairs.reduce(0) { $0 + ROUGEL.score(candidate: $1.draft, reference: $1.reference) }
        var scorer = METEOR(wordNet: wordNet)
        let meteor = try pairs.map {
            try scorer.statistics(
                candidate: MeteorText($0.draft.joined(separator: " ")),
                reference: MeteorText($0.reference.joined(separator: " ")))
        }
        var values: [AblationMeasure: Double] = [
            .bleu4: BLEU.score(pairs.map { BLEU.Statistics(candidate: $0.draft, reference: $0.reference) })[3],
            .rougeL: rouge / Double(max(pairs.count, 1)), .meteor: METEOR.score(meteor),
        ]
        let claimed: [Set<Int>]
        let reports = references.compactMap(\.facts)
        if reports.count == references.count, !reports.isEmpty {
            let readings = drafts.map { FactGrammar.read(words: $0) }
            claimed = readings.map(\.labels)
            values.merge(FactScores(readings: readings, reports: reports).values) { $1 }
        } else {
            claimed = drafts.map { DraftClaims(composed: $0).present }
        }
        let findings = FindingScores(
            claimed: claimed, labelled: references.map(\.findings), findingCount: findingCount)
        values[.microPrecision] = findings.micro.precision
        values[.microRecall] = findings.micro.recall
        values[.microF1] = findings.micro.f1
        values[.macroPrecision] = findings.macro.precision
        values[.macroRecall] = findings.macro.recall
        values[.macroF1] = findings.macro.f1
        self.values = values
    }
}
