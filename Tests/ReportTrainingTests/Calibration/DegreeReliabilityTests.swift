import FindingLabels
import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

struct DegreeReliabilityTests {
    private func rows(_ cases: [(probability: Double, label: FindingStatus)]) -> [DegreeReliability] {
        let studies = cases.enumerated().map { index, one in
            TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [], labels: [one.label], report: .composed([]))
        }
        return DegreeReliability.all(
            cases.map {
                [FindingProbability(label: "Mass", probability: $0.probability, threshold: 0.2, presentThreshold: 0.5)]
            }, studies: studies, resamples: 20)
    }

    @Test func `each degree has its cases, their mean probability and the share with the finding`() throws {
        let rows = rows([
            (0.8, .positive), (0.6, .negative), (0.2, .positive), (0.4, .negative), (0.3, .uncertain), (0.1, .negative),
        ])
        #expect(rows.map(\.degree) == [.present, .possible, .absent] && rows.map(\.cases) == [2, 2, 1])
        #expect(rows.map(\.found?.value) == [0.5, 0.5, 0])
        let means = try rows.map { try #require($0.probability) }
        #expect(zip(means, [0.7, 0.3, 0.1]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `a degree without cases has no share`() {
        let rows = rows([(0.1, .negative)])
        #expect(rows.map(\.cases) == [0, 0, 1] && rows[0].found == nil && rows[0].probability == nil)
    }
}
