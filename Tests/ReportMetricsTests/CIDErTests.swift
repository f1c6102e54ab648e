import ReportMetrics
import Testing

struct CIDErTests {
    @Test func `a single pair scores 0`() {
        #expect(CIDEr.scores([(candidate: ["a", "b"], reference: ["a", "b"])]) == [0])
    }

    @Test func `a copy of a unique reference scores 10`() {
        let words = ["mild", "edema", "of", "lungs"]
        let scores = CIDEr.scores([
            (candidate: words, reference: words), (candidate: [], reference: ["no", "acute", "disease", "."]),
        ])
        #expect(isClose(scores[0], 10) && scores[1] == 0)
    }
}
