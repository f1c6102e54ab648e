import ReportMetrics
import Testing

struct BLEUTests {
    @Test func `agrees with pycocoevalcap over a set of reports`() throws {
        let reference = try ReferenceValues.load()
        let pairs = reference.words.map { BLEU.Statistics(candidate: $0.candidate, reference: $0.reference) }
        for (ours, theirs) in zip(BLEU.score(pairs), reference.bleu) { #expect(isClose(ours, theirs)) }
        for (ours, theirs) in zip(BLEU.score(pairs.prefix(1)), reference.bleuOfFirst) { #expect(isClose(ours, theirs)) }
    }

    @Test func `matches the expected values of one pair`() {
        let candidate = "the heart is normal in size . the lungs are clear .".split(separator: " ").map(String.init)
        let reference = "heart size is normal . lungs are clear without effusion ."
            .split(separator: " ").map(String.init)
        let scores = BLEU.score([BLEU.Statistics(candidate: candidate, reference: reference)])
        for (score, golden) in zip(scores, [0.750000, 0.452267, 0.273483, 0.000039]) {
            #expect(isClose(score, golden, within: 5e-7))
        }
    }

    @Test func `an empty draft scores 0`() {
        let scores = BLEU.score([BLEU.Statistics(candidate: [], reference: ["pneumonia", "."])])
        #expect(scores.allSatisfy { $0 < 1e-6 })
    }
}
