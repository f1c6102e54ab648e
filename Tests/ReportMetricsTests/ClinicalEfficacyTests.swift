import FindingLabels
import Foundation
import ReportMetrics
import TestHarness
import Testing

struct ClinicalEfficacyTests {
    private struct Reference: Decodable {
        let pairs: [[String]]
        let scores: [String: Double]
        let labelF1: [String: [Double]]
    }

    private let reference: Reference
    private let statistics: [ClinicalEfficacy.Statistics]

    init() throws {
        let bytes = try Data(contentsOf: packageRoot.appending(path: "Tests/References/clinical_efficacy.json"))
        reference = try JSONDecoder().decode(Reference.self, from: bytes)
        let labeler = FindingLabeler()
        statistics = reference.pairs.map {
            ClinicalEfficacy.Statistics(candidate: labeler.label($0[0]), reference: labeler.label($0[1]))
        }
    }

    @Test func `agrees with scikit-learn in every average under both policies`() {
        let values = ClinicalEfficacy.named(statistics)
        #expect(Set(values.keys) == Set(reference.scores.keys))
        for (name, value) in reference.scores { #expect(isClose(values[name] ?? .nan, value), "\(name)") }
    }

    @Test(arguments: ClinicalEfficacy.UncertainPolicy.allCases)
    func `agrees with scikit-learn label by label`(policy: ClinicalEfficacy.UncertainPolicy) throws {
        let labels = ClinicalEfficacy.score(statistics, policy: policy).labels
        let wanted = try #require(reference.labelF1[policy.rawValue])
        for (finding, value) in zip(Finding.allCases, wanted) {
            #expect(isClose(labels[finding]?.f1 ?? .nan, value), "\(finding)")
        }
    }

    @Test func `repeated pairs count repeatedly, and an empty set scores 0`() {
        let drawn = [3, 3, 7, 0].map { statistics[$0] }
        #expect(ClinicalEfficacy.named(drawn) == ClinicalEfficacy.named(drawn.reversed()))
        #expect(ClinicalEfficacy.named([]).values.allSatisfy { $0 == 0 })
    }
}
