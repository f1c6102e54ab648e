import NeuralNetwork
import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

struct DraftEvaluationTests {
    private let records = (0..<12).map {
        NIHRecord(image: "\($0)", findings: $0 % 3 == 0 ? [.pneumonia, .effusion] : [], patient: $0, view: .pa)
    }

    private var references: [ReportText] {
        records.map { record in
            var generator = RandomGenerator(seed: UInt64(record.patient))
            return ReportGrammar.compose(record.findings, using: &generator)
        }
    }

    @Test func `the references themselves score full marks`() {
        let evaluation = DraftEvaluation(
            source: "self", drafts: references, references: references, records: records, resamples: 20)
        #expect(abs(evaluation.bleu[3].value - 1) < 1e-6)
        #expect(abs(evaluation.rougeL.value - 1) < 1e-9)
        #expect(evaluation.microF1.value == 1)
        #expect(evaluation.unknownSentences == 0 && evaluation.contradictoryDrafts == 0)
        #expect(evaluation.distinctDrafts == Set(references.map(\.text)).count)
    }

    @Test func `a normal report for everyone finds nothing`() {
        let normal = ReportText(findings: ["The lungs are clear."], impression: [])
        let evaluation = DraftEvaluation(
            source: "normal", drafts: records.map { _ in normal }, references: references, records: records,
            resamples: 20)
        #expect(evaluation.microRecall.value == 0 && evaluation.microF1.value == 0)
        #expect(evaluation.distinctDrafts == 1)
        #expect(evaluation.rougeL.value < 1)
    }
}
