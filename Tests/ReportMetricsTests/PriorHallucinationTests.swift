import FindingLabels
import ReportMetrics
import Testing

struct PriorHallucinationTests {
    @Test func `counts candidates that compare although the reference does not`() {
        let pairs = [
            ("The effusion is unchanged.", "There is an effusion."), ("The effusion is unchanged.", "Stable effusion."),
            ("Effusion.", "Stable effusion."), ("Effusion.", "Effusion."),
        ]
        let comparison = PriorComparison()
        let found = pairs.map { PriorHallucination.isFound(candidate: $0.0, reference: $0.1, by: comparison) }
        #expect(found == [true, false, false, false])
        #expect(PriorHallucination.rate(found) == 0.25)
        #expect(PriorHallucination.rate([]) == 0)
    }
}
