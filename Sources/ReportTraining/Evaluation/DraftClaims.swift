import FindingLabels
import ReportGeneration

/// The findings a draft claims.
struct DraftClaims {
    /// Positions of the findings claimed as present, in the order of the data set's labels.
    let present: Set<Int>
    /// Positions of the findings claimed as possible and not as present.
    let possible: Set<Int>
    /// Positions of the findings claimed as present or possible.
    var named: Set<Int> { present.union(possible) }
    /// Number of sentences the grammar does not know; nil for the labeler, which reads any sentence.
    var unknownSentences: Int?
    /// Whether a finding is claimed both as present and as absent; nil if unknown.
    var isContradictory: Bool?

    /// Reads a draft made of the grammar's sentences.
    init(composed words: [String]) {
        let reading = ReportGrammar.read(ReportText(words: words))
        present = Set(reading.present.map(\.index))
        possible = Set(reading.possible.map(\.index))
        unknownSentences = reading.unknownSentences
        isContradictory = !reading.contradictions.isEmpty
    }

    /// Takes the findings of `FindingLabeler`; "No Finding" is not a claim.
    init(labelled report: LabelledReport) {
        func claimed(_ status: FindingStatus) -> Set<Int> {
            Set(
                Finding.allCases.indices.filter {
                    Finding.allCases[$0] != .noFinding && report[Finding.allCases[$0]] == status
                })
        }
        (present, possible) = (claimed(.positive), claimed(.uncertain))
    }
}
