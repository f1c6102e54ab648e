import Testing

@testable import ReportGeneration

struct TokenTests {
    @Test func `a batch holds reports with begin, end and padding`() {
        let batch = TokenBatch(reports: [[4, 5, 6], [7]])
        #expect(batch.count == 2 && batch.length == 4)
        #expect(batch.inputs == [1, 4, 5, 6, 1, 7, 0, 0])
        #expect(batch.targets == [4, 5, 6, 2, 7, 2, 0, 0])
        #expect(batch.reportMask == [1, 1, 1, 1, 1, 1, 0, 0])
    }

    @Test func `a report that is too long is cut and has no end token`() {
        let batch = TokenBatch(reports: [[4, 5, 6], [7, 8]], longest: 3)
        #expect(batch.inputs == [1, 4, 5, 1, 7, 8])
        #expect(batch.targets == [4, 5, 6, 7, 8, 2])
    }

    @Test func `a prompt precedes its report and is not part of it`() {
        let batch = TokenBatch(reports: [[4], [7, 8]], prompts: [[20, 21], [21]], longest: 2)
        #expect(batch.inputs == [1, 20, 21, 4, 1, 21, 7, 0])
        #expect(batch.targets == [20, 21, 4, 2, 21, 7, 8, 0])
        #expect(batch.reportMask == [0, 0, 1, 1, 0, 1, 1, 0])
    }
}
