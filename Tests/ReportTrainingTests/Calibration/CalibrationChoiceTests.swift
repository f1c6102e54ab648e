import FindingLabels
import Foundation
import NeuralNetwork
import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

struct CalibrationChoiceTests {
    /// Studies whose labels are drawn with the probability of a true logit; the head's logit is `confidence` times that.
    private static func head(_ count: Int, confidence: Float) -> (scores: [[Float]], studies: [TrainingStudy]) {
        var generator = RandomGenerator(seed: 5, name: "heads")
        var scores: [[Float]] = []
        let studies = (0..<count).map { index in
            let truth = (0..<2).map { _ in generator.nextUnit() * 6 - 4 }
            scores.append(truth.map { $0 * confidence })
            let labels = truth.map { generator.nextUnit() < 1 / (1 + exp(-$0)) ? FindingStatus.positive : .negative }
            return TrainingStudy(
                id: "\(index)", patient: "\(index / 2)", group: nil, views: [], labels: labels, report: .composed([]))
        }
        return (scores, studies)
    }

    @Test func `calibration corrects an overconfident head`() throws {
        let (scores, studies) = Self.head(600, confidence: 4)
        let choice = CalibrationChoice(scores: scores, studies: studies)
        #expect(choice.calibration != .none(labels: 2))
        let fresh = Self.head(1200, confidence: 4)
        func reliability(_ calibration: Calibration) -> Reliability {
            Reliability(
                fresh.scores.map { $0.enumerated().map { calibration.probability(logit: Double($1), label: $0) } },
                studies: fresh.studies, resamples: 50)
        }
        let before = try #require(reliability(.none(labels: 2)).error)
        let after = try #require(reliability(choice.calibration).error)
        #expect(before.value > 0.08 && after.value < 0.05, "\(before) \(after)")
    }

    @Test func `the loss of a method is measured on patients it was not fitted on`() {
        let (scores, studies) = Self.head(60, confidence: 1)
        let parts = CalibrationCases(scores: scores, studies: studies).parts(10)
        #expect(parts.count == 10 && Set(parts.flatMap { $0 }) == Set(studies.indices))
        for (number, part) in parts.enumerated() {
            let patients = Set(part.map { studies[$0].patient })
            let others = parts.indices.filter { $0 != number }.flatMap { parts[$0] }.map { studies[$0].patient }
            #expect(patients.isDisjoint(with: others))
        }
    }

    @Test
    func `a finding is possible from one in five and present from one in two, and the choice states its prevalence`() {
        let studies = (0..<40).map {
            TrainingStudy(
                id: "\($0)", patient: "\($0)", group: nil, views: [], labels: [$0 < 3 ? .positive : .negative],
                report: .composed([]))
        }
        let choice = CalibrationChoice(scores: studies.indices.map { [Float(20 - $0) / 10] }, studies: studies)
        #expect(choice.thresholds == [0.2] && choice.presentThresholds == [0.5])
        #expect(choice.prevalences == [3.0 / 40])
    }
}
