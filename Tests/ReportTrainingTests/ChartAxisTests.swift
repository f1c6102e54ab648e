import Testing

@testable import ReportTraining

struct ChartAxisTests {
    @Test(arguments: [
        (0.5, 1, ["0.40", "0.60", "0.80", "1.00"]), (2.6, 3.6, ["2.50", "3.00", "3.50", "4.00"]),
        (0, 0.001, ["0.00000", "0.00050", "0.00100"]), (17, 320, ["0", "100", "200", "300", "400"]),
        (-3, 1, ["-3.0", "-2.0", "-1.0", "0.0", "1.0"]),
    ])
    func `ticks are round and include every value`(low: Double, high: Double, labels: [String]) {
        let axis = ChartAxis(from: low, to: high)
        #expect(axis.ticks.map { axis.label($0) } == labels)
        #expect((0...1).contains(axis.share(of: low)) && (0...1).contains(axis.share(of: high)))
    }

    @Test(arguments: [0, 1, -2.5, 1e-12, 1e12])
    func `a single value has an axis too`(value: Double) {
        let axis = ChartAxis(from: value, to: value)
        #expect(axis.ticks.count >= 2 && (0...1).contains(axis.share(of: value)), "\(axis.ticks)")
    }
}
