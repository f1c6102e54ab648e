import FindingLabels
import ReportMetrics
import Testing

@testable import ReportTraining

struct ReliabilityTests {
    private func reliability(_ probabilities: [Double], _ found: [Bool]) -> Reliability {
        let studies = found.enumerated().map { index, isFound in
            TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [], labels: [isFound ? .positive : .negative],
                report: .composed([]))
        }
        return Reliability(probabilities.map { [$0] }, studies: studies, resamples: 20)
    }

    @Test func `the error is the mean distance between a bin's probability and the share found`() {
        // Twenty cases at 0.25, a fifth of them with the finding, and eighty at 0.9, half of them with it.
        let probabilities = [Double](repeating: 0.25, count: 20) + [Double](repeating: 0.9, count: 80)
        let found = (0..<20).map { $0 % 5 == 0 } + (0..<80).map { $0 % 2 == 0 }
        let reliability = reliability(probabilities, found)
        #expect(reliability.bins.map(\.cases) == [20, 80] && reliability.bins.map(\.found) == [0.2, 0.5])
        #expect(abs((reliability.error?.value ?? 0) - (0.2 * 0.05 + 0.8 * 0.4)) < 1e-9)
        let brier = 0.2 * (0.2 * 0.5625 + 0.8 * 0.0625) + 0.8 * (0.5 * 0.01 + 0.5 * 0.81)
        #expect(abs((reliability.brier?.value ?? 0) - brier) < 1e-9)
    }

    @Test func `certain and correct probabilities have no error`() {
        let reliability = reliability(
            [Double](repeating: 1, count: 10) + [Double](repeating: 0, count: 10),
            [Bool](repeating: true, count: 10) + [Bool](repeating: false, count: 10))
        #expect(reliability.error?.value == 0 && reliability.brier?.value == 0)
    }

    @Test func `the last bin includes probability 1, and bins without cases are omitted`() {
        #expect(reliability([0.0, 0.55, 0.95, 1.0], [false, true, true, true]).bins.map(\.cases) == [1, 1, 2])
    }
}
