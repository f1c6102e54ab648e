import Testing

@testable import ReportMetrics

/// The expected numbers are printed by Tests/References/student_t.py.
struct StudentTTests {
    private static let shares = [0.9, 0.975, 0.99875, 0.9999]
    private static let quantiles: [Int: [Double]] = [
        1: [3.0776835371752544, 12.706204736174694, 254.64659994875322, 3183.098757118502],
        2: [1.8856180831641272, 4.302652729749462, 19.962480451643184, 70.70007107496818],
        4: [1.533206274058944, 2.7764451051977934, 6.758252832704313, 13.033671720896821],
        9: [1.3830287383966329, 2.262157162798205, 4.145788828443257, 6.010132129081531],
        30: [1.3104150253913955, 2.0422724563012378, 3.299893643532204, 4.23398595727206],
    ]

    @Test func `quantiles agree with scipy`() {
        for (degrees, expected) in Self.quantiles {
            for (share, value) in zip(Self.shares, expected) {
                #expect(isClose(StudentT.quantile(share, degrees: Double(degrees)) / value, 1, within: 1e-8))
            }
        }
    }

    @Test func `the distribution is symmetric, and its median is 0`() {
        for t in [0.3, 1, 2.5, 40] {
            let both = StudentT.cumulative(t, degrees: 4) + StudentT.cumulative(-t, degrees: 4)
            #expect(isClose(both, 1, within: 1e-12))
        }
        #expect(isClose(StudentT.quantile(0.5, degrees: 4), 0))
    }
}
