import FindingLabels
import ReportGeneration

/// What a draft claims.
struct DraftClaims {
    /// Positions of the findings claimed as present, in the order of the data set's labels.
    let present: Set<Int>
    /// Sentences the reader does not know; nil where it knows every sentence.
    var unknownSentences: Int?
    /// A finding is claimed both as present and as absent; nil where that cannot be told.
    var isContradictory: Bool?

    /// Reads a draft in the grammar's sentences back.
    init(composed words: [String]) {
        let reading = ReportGrammar.read(ReportText(words: words))
        present = Set(reading.present.map(\.index))
        unknownSentences = reading.unknownSentences
        isContradictory = !reading.contradictions.isEmpty
    }

    /// Takes what the rules of `FindingLabeler` find; "No Finding" is no claim.
    init(labelled report: LabelledReport) {
        present = Set(
            Finding.allCases.indices.filter {
                Finding.allCases[$0] != .noFinding && report[Finding.allCases[$0]] == .positive
            })
    }
}
