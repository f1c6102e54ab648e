import FindingLabels
import ReportMetrics

/// Scores drafts; the measures depend on where the references come from.
///
/// Composed reports are read back by the grammar and compared with the labels they were composed from. For written
/// reports, draft and reference are labelled by the same rules (clinical efficacy).
struct DraftScoring {
    let references: [DraftReference]
    let findingCount: Int
    let isWritten: Bool
    private let labeler = FindingLabeler()
    private let comparison = PriorComparison()
    private let meteor: METEOR?
    private let labelled: [LabelledReport]

    /// METEOR is left out if WordNet (Debian's `wordnet-base`) is not installed.
    init(references: [DraftReference], findingCount: Int, isWritten: Bool) {
        self.references = references
        self.findingCount = findingCount
        self.isWritten = isWritten
        meteor = (try? WordNet()).map(METEOR.init)
        let labeler = labeler
        labelled = isWritten ? references.map { labeler.labelIfRead($0.report.text) } : []
    }

    func claims(_ draft: EvaluatedText) -> DraftClaims {
        isWritten ? DraftClaims(labelled: labeler.labelIfRead(draft.text)) : DraftClaims(composed: draft.words)
    }

    /// Measures one source's drafts, one for each reference.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    func measures(of drafts: [EvaluatedText]) throws -> DraftMeasures {
        let pairs = zip(drafts, references).map { (candidate: $0.words, reference: $1.report.words) }
        let claims = drafts.map(claims)
        var measures = DraftMeasures()
        let bleu = pairs.map { BLEU.Statistics(candidate: $0.candidate, reference: $0.reference) }
        measures.add((1...4).map { "BLEU-\($0)" }) { cases in BLEU.score(cases.lazy.map { bleu[$0] }) }
        let rouge = pairs.map { ROUGEL.score(candidate: $0.candidate, reference: $0.reference) }
        measures.add("ROUGE-L", meanOf: rouge)
        if var meteor {
            let statistics = try zip(drafts, references).map {
                try meteor.statistics(candidate: MeteorText($0.text), reference: MeteorText($1.report.text))
            }
            measures.add(["METEOR, no paraphrases"]) { cases in [METEOR.score(cases.lazy.map { statistics[$0] })] }
        }
        measures.add("CIDEr", meanOf: CIDEr.scores(pairs))
        let lengths = pairs.map { (candidate: $0.candidate.count, reference: $0.reference.count) }
        measures.add(["words to reference words"]) { cases in
            let words = cases.reduce(0) { $0 + lengths[$1].reference }
            return [words == 0 ? 0 : Double(cases.reduce(0) { $0 + lengths[$1].candidate }) / Double(words)]
        }
        if isWritten { addEfficacy(of: drafts, to: &measures) } else { addClaims(claims, to: &measures) }
        return measures
    }

    private func addClaims(_ claims: [DraftClaims], to measures: inout DraftMeasures) {
        // A finding that is called possible is named to the reader.
        let (claimed, wanted) = (claims.map(\.named), references.map(\.findings))
        let names = ["micro", "macro"].flatMap { average in
            ["precision", "recall", "F1"].map { "findings, \(average) \($0)" }
        }
        measures.add(names) { cases in
            let scores = FindingScores(
                claimed: cases.map { claimed[$0] }, labelled: cases.map { wanted[$0] }, findingCount: findingCount)
            return [scores.micro, scores.macro].flatMap { [$0.precision, $0.recall, $0.f1] }
        }
    }

    private func addEfficacy(of drafts: [EvaluatedText], to measures: inout DraftMeasures) {
        let statistics = zip(drafts, labelled).map {
            ClinicalEfficacy.Statistics(candidate: labeler.labelIfRead($0.text), reference: $1)
        }
        let names = ClinicalEfficacy.named(statistics).keys.sorted()
        measures.add(names) { cases in
            let values = ClinicalEfficacy.named(cases.map { statistics[$0] })
            return names.map { values[$0] ?? 0 }
        }
        let invented = zip(drafts, references).map {
            PriorHallucination.isFound(candidate: $0.text, reference: $1.report.text, by: comparison) ? 1.0 : 0
        }
        measures.add("prior hallucination", meanOf: invented)
    }
}

/// Named measures over any selection of cases.
struct DraftMeasures {
    private(set) var names: [String] = []
    private var parts: [([Int]) -> [Double]] = []

    /// Every measure's value over cases given by position, with repeats, in the order of the names.
    func values(_ cases: [Int]) -> [Double] { parts.flatMap { $0(cases) } }

    mutating func add(_ names: [String], _ values: @escaping ([Int]) -> [Double]) {
        self.names += names
        parts.append(values)
    }

    mutating func add(_ name: String, meanOf values: [Double]) {
        add([name]) { cases in [cases.reduce(0) { $0 + values[$1] } / Double(max(cases.count, 1))] }
    }

    /// Every measure with its bootstrap interval over the groups.
    func estimates(
        groups: [[Int]], resamples: Int, using generator: inout some RandomNumberGenerator
    ) -> [Estimate] {
        let all = values(groups.flatMap { $0 })
        let resampled = (0..<resamples).map { _ in
            values(groups.indices.flatMap { _ in groups[Int.random(in: groups.indices, using: &generator)] })
        }
        return all.indices.map { index in
            Estimate(value: all[index], resampled: resampled.map { $0[index] })
        }
    }
}
