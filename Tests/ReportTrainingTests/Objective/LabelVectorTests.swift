import FindingLabels
import Testing

@testable import ReportTraining

@Suite struct LabelVectorTests {
    @Test func `No Finding is set when nothing is positive, whatever its own status says`() {
        let labels = Finding.allCases.map(\.rawValue)
        func vector(_ positive: Finding?) -> LabelVector {
            LabelVector(Finding.allCases.map { $0 == positive ? .positive : .negative }, labels: labels, uncertain: 1)
        }
        #expect(vector(nil).positives == [Float](repeating: 0, count: 13) + [1])
        #expect(vector(.noFinding).positives.last == 1)
        #expect(vector(.edema).positives.last == 0 && vector(.edema).positives.reduce(0, +) == 1)
        #expect(vector(.supportDevices).positives.last == 0)
    }

    @Test func `labels without No Finding get it as an additional entry`() {
        let labels = ChestFinding.allCases.map(\.rawValue)
        let vector = LabelVector(labels.map { _ in .negative }, labels: labels, uncertain: 1)
        #expect(vector.positives.count == 15 && vector.positives.last == 1)
    }

    @Test(arguments: [(Float(1), false), (0.5, false), (0, true)])
    func `an uncertain finding has the configured value`(share: Float, isNormal: Bool) {
        let vector = LabelVector([.uncertain, .unmentioned], labels: ["A", "B"], uncertain: share)
        #expect(vector.positives == [share, 0, isNormal ? 1 : 0])
        #expect(vector.graded == [0.5, 0, 0])
    }
}
