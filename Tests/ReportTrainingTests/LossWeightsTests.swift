import Testing

@testable import ReportTraining

struct LossWeightsTests {
    @Test func `sick and well films of both views weigh the same in sum`() {
        var records: [NIHRecord] = []
        for (view, isSick, count) in [(ViewPosition.ap, true, 5), (.ap, false, 15), (.pa, true, 50), (.pa, false, 30)] {
            for index in 0..<count {
                records.append(
                    NIHRecord(
                        image: "\(view)\(isSick)\(index)", findings: isSick ? [.edema] : [], patient: records.count,
                        view: view))
            }
        }
        let weights = LossWeights(records, largestPositive: 4)
        let total = records.reduce(0) { $0 + weights.film($1) }
        let ap = records.filter { $0.view == .ap && !$0.findings.isEmpty }.reduce(0) { $0 + weights.film($1) }
        #expect(abs(total - 100) < 1e-3)
        #expect(abs(ap - 25) < 1e-3)
        #expect(weights.positive[ChestFinding.hernia.index] == 1)
        #expect(weights.positive[ChestFinding.edema.index] == 1)
    }

    @Test func `a rare finding's positives weigh more, up to the limit`() {
        let records = (0..<100).map {
            NIHRecord(image: "\($0)", findings: $0 < 25 ? [.mass] : $0 < 27 ? [.hernia] : [], patient: $0, view: .pa)
        }
        let weights = LossWeights(records, largestPositive: 10)
        #expect(weights.positive[ChestFinding.mass.index] == 3)
        #expect(weights.positive[ChestFinding.hernia.index] == 10)
    }
}
