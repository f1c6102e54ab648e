import ReportMetrics
import Testing

@testable import ReportTraining

struct FindingEvaluationTests {
    // 40 patients with two films each; edema in every fourth patient, one hernia.
    private let studies = (0..<80).map { index in
        TrainingStudy.film(
            "\(index)", index == 0 ? [.edema, .hernia] : index / 2 % 4 == 0 ? [.edema] : [], patient: index / 2,
            index / 2 % 2 == 0 ? .ap : .pa)
    }

    private func evaluate(resamples: Int, _ edema: (Bool) -> Float) -> FindingEvaluation {
        let scores = studies.map { study in
            ChestFinding.allCases.map { $0 == .edema ? edema(study.positives.contains($0.index)) : 0 }
        }
        return FindingEvaluation(
            scores: scores, labels: ChestFinding.allCases.map(\.displayName), studies: studies, resamples: resamples)
    }

    @Test func `a perfect ranking has an area of 1, a constant of one half`() {
        let perfect = evaluate(resamples: 50) { $0 ? 1 : 0 }
        #expect(perfect.groups[0].macroAUC?.value == 1)
        let constant = evaluate(resamples: 50) { _ in 0.3 }
        #expect(constant.groups[0].macroAUC?.value == 0.5)
    }

    @Test func `a finding with fewer than five positives is listed but not in the macro average`() throws {
        let evaluation = evaluate(resamples: 5) { _ in 0 }
        #expect(evaluation.groups[0].counted == ["Edema"])
        let hernia = try #require(evaluation.rows.first { $0.finding == "Hernia" })
        #expect(hernia.positives == 1 && !hernia.isCounted)
    }

    @Test func `each view is scored separately`() {
        // Edema is only on AP films, so PA films have no finding to count.
        let evaluation = evaluate(resamples: 5) { _ in 0 }
        #expect(evaluation.groups.map(\.films) == [80, 40, 40, 20])
        #expect(evaluation.groups[2].macroAUC == nil)
    }
}
