import Testing

@testable import ReportTraining

struct FloorsTests {
    private func report(_ sentence: String) -> EvaluatedText { EvaluatedText(words: [sentence]) }

    @Test func `the most frequent report is chosen, and the first one on a tie`() {
        let training = [report("A."), report("B."), report("B."), report("C.")]
        #expect(Floors.mostFrequent(training) == report("B."))
        #expect(Floors.mostFrequent([report("B."), report("A.")]) == report("A."))
    }

    @Test func `the report of the nearest picture is found, whatever the number of pixels`() {
        func picture(_ value: Float) -> [Float] { [Float](repeating: 0, count: 10) + [value] }
        let training = [picture(0), picture(5), picture(9)]
        #expect(Floors.nearest(training: training, pictures: [picture(6), picture(-4)]) == [1, 0])
    }
}
