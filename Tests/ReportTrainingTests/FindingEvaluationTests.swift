import ReportMetrics
import Testing

@testable import ReportTraining

struct FindingEvaluationTests {
    // 40 patients, two films each; edema in every fourth patient, one hernia.
    private let records = (0..<80).map { index in
        NIHRecord(
            image: "\(index)", findings: index == 0 ? [.edema, .hernia] : index / 2 % 4 == 0 ? [.edema] : [],
            patient: index / 2, view: index / 2 % 2 == 0 ? .ap : .pa)
    }

    private func scores(_ edema: (NIHRecord) -> Float) -> [[Float]] {
        records.map { record in ChestFinding.allCases.map { $0 == .edema ? edema(record) : 0 } }
    }

    @Test func `a perfect ranking is better than chance, a constant is not`() {
        let perfect = FindingEvaluation(
            scores: scores { $0.findings.contains(.edema) ? 1 : 0 }, records: records, resamples: 50)
        #expect(perfect.groups[0].macroAUC?.value == 1)
        #expect(perfect.groups[0].isBetterThanChance)
        let constant = FindingEvaluation(scores: scores { _ in 0.3 }, records: records, resamples: 50)
        #expect(constant.groups[0].macroAUC?.value == 0.5)
        #expect(!constant.groups[0].isBetterThanChance)
    }

    @Test func `a finding with fewer than five positives is shown but not in the macro`() throws {
        let evaluation = FindingEvaluation(scores: scores { _ in 0 }, records: records, resamples: 5)
        #expect(evaluation.groups[0].counted == ["Edema"])
        let hernia = try #require(evaluation.rows.first { $0.finding == "Hernia" })
        #expect(hernia.positives == 1 && !hernia.isCounted)
    }

    @Test func `the views are scored alone`() {
        // Edema is on AP films only, so PA films have nothing to count.
        let evaluation = FindingEvaluation(scores: scores { _ in 0 }, records: records, resamples: 5)
        #expect(evaluation.groups.map(\.films) == [80, 40, 40, 20])
        #expect(evaluation.groups[2].macroAUC == nil)
    }
}
