/// The text scores of a set of reports. `meteor15` is nil without a paraphrase table.
package struct TextScores: Sendable, Equatable {
    package let bleu: [Double]
    package let rougeL: Double
    package let cider: Double
    package let meteor15: Double?
    package let meteor15NoParaphrase: Double
    package let reports: Int
    /// Different texts among the candidates.
    package let distinct: Int
    /// Words of all candidates over words of all references; nil without a word in the references.
    package let lengthRatio: Double?
}

/// What the text scores need of each pair, computed once, so that any selection of pairs is scored cheaply.
///
/// CIDEr's rarities are those of the whole set, also in a selection.
package struct ReportPairs: Sendable {
    private let candidates: [ScoredText]
    private let bleu: [BLEU.Statistics]
    private let rougeL: [Double]
    private let cider: [Double]
    private let meteor: [METEOR.Statistics]
    private let meteorWithParaphrases: [METEOR.Statistics]?
    private let lengths: [(candidate: Int, reference: Int)]

    package var count: Int { candidates.count }

    /// Pairs a candidate's text with its reference's; `paraphrases` is the path of METEOR's table.
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

    /// Scores of the chosen pairs, which may be chosen more than once; nil of none.
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
