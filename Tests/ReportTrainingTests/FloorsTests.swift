import ReportGeneration
import Testing

@testable import ReportTraining

struct FloorsTests {
    private func report(_ sentence: String) -> ReportText { ReportText(findings: [sentence], impression: []) }

    @Test func `the most frequent report is given to every film`() {
        let training = [report("A."), report("B."), report("B."), report("C.")]
        #expect(Floors.mostFrequentReport(training: training, count: 2) == [report("B."), report("B.")])
        #expect(Floors.mostFrequentReport(training: [report("B."), report("A.")], count: 1) == [report("A.")])
    }

    @Test func `the nearest picture's report is found, whatever the number of pixels`() {
        func example(_ value: Float) -> TrainingExample {
            TrainingExample(
                record: NIHRecord(image: "x", findings: [], patient: 0, view: .ap),
                input: [Float](repeating: 0, count: 10) + [value])
        }
        let training = [example(0), example(5), example(9)]
        let reports = [report("A."), report("B."), report("C.")]
        let found = Floors.nearestReport(training: training, reports: reports, films: [example(6), example(-4)])
        #expect(found == [report("B."), report("A.")])
    }
}
