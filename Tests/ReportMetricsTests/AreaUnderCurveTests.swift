import ReportMetrics
import Testing

struct AreaUnderCurveTests {
    @Test func `agrees with scikit-learn, ties included`() throws {
        for curve in try ReferenceValues.load().curves {
            let area = try #require(AreaUnderCurve.score(curve.scores, positive: curve.labels))
            #expect(isClose(area, curve.auc))
        }
    }

    @Test func `has no value if all cases have the same class`() {
        #expect(AreaUnderCurve.score([0.1, 0.9], positive: [true, true]) == nil)
        #expect(AreaUnderCurve.score([], positive: []) == nil)
    }
}
