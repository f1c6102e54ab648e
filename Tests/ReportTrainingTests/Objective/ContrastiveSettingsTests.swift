import Foundation
import Testing

@testable import ReportTraining

@Suite struct ContrastiveSettingsTests {
    @Test func `settings round-trip through JSON and require every key`() throws {
        let settings = ContrastiveSettings(similarity: .graded, weight: .hcl, hardness: 0.5, pooling: .all)
        #expect(settings.fault == nil)
        let bytes = try JSONEncoder().encode(settings)
        #expect(try JSONDecoder().decode(ContrastiveSettings.self, from: bytes) == settings)
        let object = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        #expect(object.count == 16)
        for key in object.keys {
            let less = try JSONSerialization.data(withJSONObject: object.filter { $0.key != key })
            #expect(throws: (any Error).self) { try JSONDecoder().decode(ContrastiveSettings.self, from: less) }
        }
    }

    @Test func `invalid values are refused`() {
        let faulty = [
            ContrastiveSettings(beta: -1), ContrastiveSettings(beta: .nan), ContrastiveSettings(temperature: 0),
            ContrastiveSettings(hardness: -0.1), ContrastiveSettings(lambda: 1.1), ContrastiveSettings(uncertain: 2),
            ContrastiveSettings(projectionSize: 0), ContrastiveSettings(queueBatches: -1),
            ContrastiveSettings(massNormalised: true, falseNegatives: .keep, softPositives: true),
            ContrastiveSettings(falseNegatives: .drop, softPositives: true),
            ContrastiveSettings(control: .constantWeight, falseNegatives: .keep, softPositives: true),
            ContrastiveSettings(weight: .exp, falseNegatives: .keep, softPositives: true),
        ]
        for settings in faulty { #expect(settings.fault != nil, "\(settings)") }
    }
}
