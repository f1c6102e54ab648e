import ReportMetrics
import Testing

struct ROUGELTests {
    @Test func `agrees with pycocoevalcap on every pair`() throws {
        let reference = try ReferenceValues.load()
        for (pair, score) in zip(reference.words, reference.rougeL) {
            #expect(isClose(ROUGEL.score(candidate: pair.candidate, reference: pair.reference), score))
        }
    }

    @Test func `matches the expected value of one pair`() {
        let candidate = "the heart is normal in size . the lungs are clear .".split(separator: " ").map(String.init)
        let reference = "heart size is normal . lungs are clear without effusion ."
            .split(separator: " ").map(String.init)
        #expect(isClose(ROUGEL.score(candidate: candidate, reference: reference), 0.701149, within: 5e-7))
    }
}
