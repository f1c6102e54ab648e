import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

struct DraftEvaluationTests {
    private let references = (0..<12).map { index in
        DraftReference(
            .film("\(index)", index % 3 == 0 ? [.pneumonia, .effusion] : [], patient: index, .pa), seed: 3)
    }

    private func evaluate(_ drafts: [DraftText]) -> DraftEvaluation {
        DraftEvaluation(
            source: "test", drafts: drafts, references: references, findingCount: 14, resamples: 20
        ) { DraftClaims(composed: $0.words) }
    }

    @Test func `the references themselves score full marks`() {
        let evaluation = evaluate(references.map(\.report))
        #expect(abs(evaluation.bleu[3].value - 1) < 1e-6)
        #expect(abs(evaluation.rougeL.value - 1) < 1e-9)
        #expect(evaluation.microF1.value == 1)
        #expect(evaluation.unknownSentences == 0 && evaluation.contradictoryDrafts == 0)
        #expect(evaluation.distinctDrafts == Set(references.map(\.report.text)).count)
    }

    @Test func `a normal report for everyone finds nothing`() {
        let normal = ReportText(findings: ["The lungs are clear."], impression: [])
        let evaluation = evaluate(references.map { _ in DraftText(words: normal.words, text: normal.text) })
        #expect(evaluation.microRecall.value == 0 && evaluation.microF1.value == 0)
        #expect(evaluation.distinctDrafts == 1)
        #expect(evaluation.rougeL.value < 1)
    }
}
