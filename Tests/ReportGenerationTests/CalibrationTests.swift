import Foundation
import Testing

@testable import ReportGeneration

struct CalibrationTests {
    @Test func `without a calibration a probability is the logistic function of the logit`() {
        #expect(Calibration.none(labels: 2).probability(logit: 0, label: 1) == 0.5)
        #expect(abs(Calibration.none(labels: 2).probability(logit: 2, label: 0) - 0.880797) < 1e-6)
    }

    @Test func `a slope and the label's intercept change the logit`() {
        let calibration = Calibration.logistic(slope: 0.5, intercepts: [0, -1])
        #expect(calibration.probability(logit: 2, label: 1) == 0.5)
        #expect(calibration.probability(logit: 0, label: 0) == 0.5)
    }

    @Test func `a step holds from its edge on, the first one also below it`() {
        let calibration = Calibration.isotonic(edges: [-1, 0, 1], values: [0.1, 0.4, 0.8])
        #expect(
            [-5, -1, -0.5, 0, 0.9, 1, 7].map { calibration.probability(logit: $0, label: 0) }
                == [0.1, 0.1, 0.1, 0.4, 0.4, 0.8, 0.8])
    }

    @Test(arguments: [
        Calibration.logistic(slope: -1, intercepts: [0]), .logistic(slope: .nan, intercepts: [0]),
        .logistic(slope: 1, intercepts: [0, 0]), .logistic(slope: 1, intercepts: [.infinity]),
        .isotonic(edges: [], values: []), .isotonic(edges: [1, 0], values: [0, 1]),
        .isotonic(edges: [0, 1], values: [0.5, 0.4]), .isotonic(edges: [0], values: [1.5]),
        .isotonic(edges: [0], values: [0, 1]),
    ])
    func `one that does not ascend, or is for other labels, is refused`(calibration: Calibration) {
        #expect(calibration.fault(labels: 1) != nil)
    }

    @Test(arguments: [
        Calibration.logistic(slope: 0.8, intercepts: [0, -0.3]), .isotonic(edges: [-1, 1], values: [0, 1]),
    ])
    func `is the same after JSON`(calibration: Calibration) throws {
        #expect(calibration.fault(labels: 2) == nil)
        let copy = try JSONDecoder().decode(Calibration.self, from: JSONEncoder().encode(calibration))
        #expect(copy == calibration)
    }
}
