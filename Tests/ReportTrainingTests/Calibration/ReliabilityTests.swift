import FindingLabels
import ReportMetrics
import Testing

@testable import ReportTraining

struct ReliabilityTests {
    private func reliability(_ said: [Double], _ found: [Bool]) -> Reliability {
        let studies = found.enumerated().map { index, isFound in
            TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [], labels: [isFound ? .positive : .negative],
                report: .composed([]))
        }
        return Reliability(said.map { [$0] }, studies: studies, resamples: 20)
    }

    @Test func `the error is the mean distance of what is said from what is found`() {
        // A bin of twenty at 0.25 with a fifth of them found, one of eighty at 0.9 with half of them found.
        let said = [Double](repeating: 0.25, count: 20) + [Double](repeating: 0.9, count: 80)
        let found = (0..<20).map { $0 % 5 == 0 } + (0..<80).map { $0 % 2 == 0 }
        let reliability = reliability(said, found)
        #expect(reliability.bins.map(\.cases) == [20, 80] && reliability.bins.map(\.found) == [0.2, 0.5])
        #expect(abs((reliability.error?.value ?? 0) - (0.2 * 0.05 + 0.8 * 0.4)) < 1e-9)
        let brier = 0.2 * (0.2 * 0.5625 + 0.8 * 0.0625) + 0.8 * (0.5 * 0.01 + 0.5 * 0.81)
        #expect(abs((reliability.brier?.value ?? 0) - brier) < 1e-9)
    }

    @Test func `what is always right has no error`() {
        let reliability = reliability(
            [Double](repeating: 1, count: 10) + [Double](repeating: 0, count: 10),
            [Bool](repeating: true, count: 10) + [Bool](repeating: false, count: 10))
        #expect(reliability.error?.value == 0 && reliability.brier?.value == 0)
    }

    @Test func `the last bin includes certainty, and a bin without cases is left out`() {
        #expect(reliability([0.0, 0.55, 0.95, 1.0], [false, true, true, true]).bins.map(\.cases) == [1, 1, 2])
    }
}
