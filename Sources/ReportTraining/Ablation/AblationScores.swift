import ReportMetrics

/// A measure in the ablation's table.
package enum AblationMeasure: String, CaseIterable, Codable, Sendable {
    case bleu4 = "BLEU-4"
    case rougeL = "ROUGE-L"
    /// METEOR 1.5 without its paraphrase module.
    case meteor = "METEOR, no paraphrases"
    /// Findings read back from the drafts, against the labels; micro counts all claims together, macro is the mean over
    /// the findings.
    case microPrecision = "precision micro"
    case microRecall = "recall micro"
    case microF1 = "F1 micro"
    case macroPrecision = "precision macro"
    case macroRecall = "recall macro"
    case macroF1 = "F1 macro"
}

/// The drafts of one source, prepared so that any selection of studies can be scored quickly.
struct AblationScores {
    private let bleu: [BLEU.Statistics]
    private let rouge: [Double]
    private let meteor: [METEOR.Statistics]
    /// One bit per finding.
    private let claimed: [UInt32]
    private let labelled: [UInt32]

    /// Takes the words of each draft and its reference, in the order of the studies.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    init(drafts: [[String]], references: [DraftReference], wordNet: WordNet) throws {
        let pairs = zip(drafts, references.map(\.report.words))
        bleu = pairs.map { BLEU.Statistics(candidate: $0, reference: $1) }
        rouge = pairs.map { ROUGEL.score(candidate: $0, reference: $1) }
        var scorer = METEOR(wordNet: wordNet)
        meteor = try pairs.map { draft, reference in
            try scorer.statistics(
                candidate: MeteorText(draft.joined(separator: " ")),
                reference: MeteorText(reference.joined(separator: " ")))
        }
        claimed = drafts.map { Self.bits(DraftClaims(composed: $0).present) }
        labelled = references.map { Self.bits($0.findings) }
    }

    /// All measures, in the order of `AblationMeasure.allCases`, over studies given by position, with repeats.
    func values(_ cases: [Int]) -> [Double] {
        let findings = ChestFinding.allCases.count
        var counts = [(both: Int, claimed: Int, labelled: Int)](repeating: (0, 0, 0), count: findings)
        for index in cases {
            let (claim, label) = (claimed[index], labelled[index])
            guard claim | label != 0 else { continue }
            for finding in 0..<findings {
                counts[finding].claimed += Int(claim >> finding & 1)
                counts[finding].labelled += Int(label >> finding & 1)
                counts[finding].both += Int((claim & label) >> finding & 1)
            }
        }
        let micro = Self.scores(
            counts.reduce(into: (both: 0, claimed: 0, labelled: 0)) {
                $0 = ($0.both + $1.both, $0.claimed + $1.claimed, $0.labelled + $1.labelled)
            })
        let each = counts.map(Self.scores)
        let macro = (0..<3).map { place in each.reduce(0) { $0 + $1[place] } / Double(findings) }
        let rouge = cases.reduce(0) { $0 + self.rouge[$1] } / Double(cases.count)
        return [BLEU.score(cases.lazy.map { bleu[$0] })[3], rouge, METEOR.score(cases.lazy.map { meteor[$0] })] + micro
            + macro
    }

    /// Precision, recall and F1; 0 if the denominator is zero, as in `FindingScores`.
    private static func scores(_ count: (both: Int, claimed: Int, labelled: Int)) -> [Double] {
        func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
        return [
            ratio(count.both, count.claimed), ratio(count.both, count.labelled),
            ratio(2 * count.both, count.claimed + count.labelled),
        ]
    }

    private static func bits(_ findings: Set<Int>) -> UInt32 { findings.reduce(0) { $0 | 1 << UInt32($1) } }
}
