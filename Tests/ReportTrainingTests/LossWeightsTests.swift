import FindingLabels
import Testing

@testable import ReportTraining

struct LossWeightsTests {
    @Test func `normal and abnormal films of both views have the same total weight`() {
        var studies: [TrainingStudy] = []
        for (view, isSick, count) in [(ViewPosition.ap, true, 5), (.ap, false, 15), (.pa, true, 50), (.pa, false, 30)] {
            for index in 0..<count {
                studies.append(
                    .film("\(view)\(isSick)\(index)", isSick ? [.edema] : [], patient: studies.count, view))
            }
        }
        let weights = LossWeights(studies, largestPositive: 4)
        let total = studies.reduce(0) { $0 + weights.mask($1)[0] }
        let ap = studies.filter { $0.projection == .ap && !$0.positives.isEmpty }.reduce(0) { $0 + weights.mask($1)[0] }
        #expect(abs(total - 100) < 1e-3)
        #expect(abs(ap - 25) < 1e-3)
        #expect(weights.positive[ChestFinding.hernia.index] == 1)
        #expect(weights.positive[ChestFinding.edema.index] == 1)
    }

    @Test func `a rare finding's positives weigh more, up to the limit`() {
        let studies = (0..<100).map {
            TrainingStudy.film("\($0)", $0 < 25 ? [.mass] : $0 < 27 ? [.hernia] : [], patient: $0, .pa)
        }
        let weights = LossWeights(studies, largestPositive: 10)
        #expect(weights.positive[ChestFinding.mass.index] == 3)
        #expect(weights.positive[ChestFinding.hernia.index] == 10)
    }

    @Test func `an uncertain finding has weight 0, and a study without a group has weight 1`() {
        let studies = [[FindingStatus.positive, .uncertain], [.unmentioned, .negative]].map {
            TrainingStudy(
                id: "", patient: "", group: nil, views: [], labels: $0, report: .written(words: [], original: ""))
        }
        let weights = LossWeights(studies, largestPositive: 10)
        #expect(studies.map(weights.mask) == [[1, 0], [1, 1]])
        #expect(weights.positive == [1, 1])
        #expect(studies.map(\.targets) == [[1, 0], [0, 0]])
    }
}
