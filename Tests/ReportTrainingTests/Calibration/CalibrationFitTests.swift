import FindingLabels
import ReportGeneration
import Testing

@testable import ReportTraining

/// The expected numbers are printed by Tests/References/calibration.py.
struct CalibrationFitTests {
    private static let logits: [Float] = [-2.5, -2.0, -1.6, -1.1, -0.7, -0.3, 0.0, 0.4, 0.9, 1.3, 1.9, 2.6]
    private static let found = [0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1]

    /// Studies with two labels, one of which is uncertain.
    private static let cases: CalibrationCases = {
        let studies = found.indices.map { index in
            let status: FindingStatus = found[index] == 1 ? .positive : .negative
            let labels: [FindingStatus] = index % 2 == 0 ? [status, .uncertain] : [.uncertain, status]
            return TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [], labels: labels, report: .composed([]))
        }
        return CalibrationCases(scores: logits.map { [$0, $0] }, studies: studies)
    }()

    private func logistic(_ method: CalibrationMethod) throws -> [Double] {
        guard case .logistic(let slope, let intercepts) = method.fit(Self.cases) else {
            throw TrainingError.otherSplit
        }
        return [slope] + intercepts
    }

    private func areEqual(_ fitted: [Double], _ expected: [Double]) -> Bool {
        fitted.count == expected.count && zip(fitted, expected).allSatisfy { abs($0 - $1) < 1e-4 }
    }

    @Test func `uncertain labels are not cases`() {
        #expect(Self.cases.all.count == 12)
        #expect(areEqual(Self.cases.prevalences, [4.0 / 6, 1.0 / 6]))
    }

    @Test func `the slope agrees with a general minimiser`() throws {
        #expect(areEqual(try logistic(.temperature), [0.75455969, 0, 0]))
    }

    @Test func `slope and intercept agree with a general minimiser`() throws {
        #expect(areEqual(try logistic(.platt), [0.75664357, -0.35474153, -0.35474153]))
    }

    @Test func `an intercept for each label agrees with a general minimiser with the same prior`() throws {
        #expect(areEqual(try logistic(.plattByLabel), [0.91752689, 0.45228249, -1.25067251]))
    }

    @Test func `isotonic steps agree with the definition of isotonic regression`() {
        let fitted = CalibrationMethod.isotonic.fit(Self.cases)
        let values = Self.logits.map { fitted.probability(logit: Double($0), label: 0) }
        #expect(areEqual(values, [0, 0, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 1, 1]))
        #expect(fitted.probability(logit: -9, label: 0) == 0 && fitted.probability(logit: 9, label: 0) == 1)
    }

    @Test func `equal logits get one probability`() {
        let studies = [false, true, false, true].enumerated().map { index, isFound in
            TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [], labels: [isFound ? .positive : .negative],
                report: .composed([]))
        }
        let fitted = CalibrationMethod.isotonic.fit(CalibrationCases(scores: [[1], [1], [0], [0]], studies: studies))
        #expect([0.0, 1].map { fitted.probability(logit: $0, label: 0) } == [0.5, 0.5])
    }

    @Test func `the fit stays finite for a label that no film has`() {
        let studies = (0..<9).map {
            TrainingStudy(
                id: "\($0)", patient: "\($0)", group: nil, views: [],
                labels: [.negative, $0 < 4 ? .positive : .negative],
                report: .composed([]))
        }
        let cases = CalibrationCases(scores: studies.indices.map { [-3, Float(3 - $0)] }, studies: studies)
        for method in CalibrationMethod.allCases {
            let p = method.fit(cases).probability(logit: -3, label: 0)
            #expect((0..<0.2).contains(p), "\(method): \(p)")
        }
    }
}
