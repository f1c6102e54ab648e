import ReportMetrics
import Testing

struct FindingScoresTests {
    @Test func `agrees with scikit-learn, including findings never claimed or never labelled`() throws {
        let reference = try ReferenceValues.load()
        let scores = FindingScores(
            claimed: reference.claimed.map(Set.init), labelled: reference.labelled.map(Set.init), findingCount: 5)
        for (ours, theirs) in [(scores.micro, reference.micro), (scores.macro, reference.macro)] {
            #expect(isClose(ours.precision, theirs[0]))
            #expect(isClose(ours.recall, theirs[1]))
            #expect(isClose(ours.f1, theirs[2]))
        }
    }
}
