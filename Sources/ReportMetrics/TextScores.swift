/// The text scores of a set of reports. `meteor15` is nil without a paraphrase table.
package struct TextScores: Sendable, Equatable {
    package let bleu: [Double]
    package let rougeL: Double
    package let cider: Double
    package let meteor15: Double?
    package let meteor15NoParaphrase: Double
    package let reports: Int
    /// Number of distinct candidate texts.
    package let distinct: Int
    /// Total words of the candidates divided by those of the references; nil if the references have no words.
    package let lengthRatio: Double?
}

/// Per-pair counts for the text scores, computed once so that any selection of pairs is cheap to score.
///
/// CIDEr always uses the document frequencies of the whole set.
package struct ReportPairs: Sendable {
    private let candidates: [ScoredText]
    private let bleu: [BLEU.Statistics]
    private let rougeL: [Double]
    private let cider: [Double]
    private let meteor: [METEOR.Statistics]
    private let meteorWithParaphrases: [METEOR.Statistics]?
    private let lengths: [(candidate: Int, reference: Int)]

    package var count: Int { candidates.count }

    /// Pairs of a candidate's and its reference's text; `paraphrases` is the path of METEOR's paraphrase table.
    ///
    /// Throws `ReportMetricsError`.
    package init(_ pairs: [(candidate: String, reference: String)], wordNet: WordNet, paraphrases: String?) throws {
        let texts = pairs.map { (candidate: ScoredText($0.candidate), reference: ScoredText($0.reference)) }
        candidates = texts.map(\.candidate)
        lengths = texts.map { ($0.candidate.words.count, $0.reference.words.count) }
        bleu = texts.map { BLEU.Statistics(candidate: $0.candidate.words, reference: $0.reference.words) }
        rougeL = texts.map {
            ROUGEL.score(candidate: $0.candidate.spacedWords, reference: $0.reference.spacedWords)
        }
        cider = CIDEr.scores(texts.map { (candidate: $0.candidate.words, reference: $0.reference.words) })
        let normalized = pairs.map { (candidate: MeteorText($0.candidate), reference: MeteorText($0.reference)) }
        var scorer = METEOR(wordNet: wordNet)
        meteor = try normalized.map { try scorer.statistics(candidate: $0.candidate, reference: $0.reference) }
        let table = try paraphrases.map { path in
            try ParaphraseTable(path: path, texts: normalized.flatMap { [$0.candidate, $0.reference] })
        }
        meteorWithParaphrases = try table.map { table in
            try normalized.map {
                try scorer.statistics(candidate: $0.candidate, reference: $0.reference, paraphrases: table)
            }
        }
    }

    /// Scores of the selected pairs, which may repeat; nil if there are none.
    package func scores(of chosen: [Int]) -> TextScores? {
        guard !chosen.isEmpty else { return nil }
        func mean(_ values: [Double]) -> Double { chosen.reduce(0) { $0 + values[$1] } / Double(chosen.count) }
        let words = chosen.reduce((candidate: 0, reference: 0)) {
            ($0.candidate + lengths[$1].candidate, $0.reference + lengths[$1].reference)
        }
        return TextScores(
            bleu: BLEU.score(chosen.lazy.map { bleu[$0] }), rougeL: mean(rougeL), cider: mean(cider),
            meteor15: meteorWithParaphrases.map { statistics in METEOR.score(chosen.lazy.map { statistics[$0] }) },
            meteor15NoParaphrase: METEOR.score(chosen.lazy.map { meteor[$0] }), reports: chosen.count,
            distinct: Set(chosen.map { candidates[$0].text }).count,
            lengthRatio: words.reference > 0 ? Double(words.candidate) / Double(words.reference) : nil)
    }
}
