import Testing

@testable import ReportMetrics

/// The expected numbers are printed by Tests/References/student_t.py.
struct PairedDifferenceTests {
    private let differences = [0.031, 0.012, 0.044, -0.007, 0.025]

    @Test(arguments: [
        (1, -0.0031247358612347745, 0.04512473586123477), (17, -0.035212381416445074, 0.07721238141644507),
    ])
    func `the interval agrees with scipy's paired t test`(comparisons: Int, low: Double, high: Double) throws {
        let difference = PairedDifference(differences, comparisons: comparisons)
        #expect(isClose(difference.mean, 0.021))
        #expect(try isClose(#require(difference.low), low) && isClose(#require(difference.high), high))
        #expect(!difference.isClear)
    }

    @Test func `a difference is clear if its interval is on one side of 0`() {
        #expect(PairedDifference([1, 1.1, 0.9], comparisons: 1).isClear)
        #expect(PairedDifference([-1, -1.1, -0.9], comparisons: 1).isClear)
    }

    @Test func `a single pair has no interval`() {
        let difference = PairedDifference([0.5], comparisons: 3)
        #expect(difference.mean == 0.5 && difference.low == nil && difference.high == nil && !difference.isClear)
    }
}
