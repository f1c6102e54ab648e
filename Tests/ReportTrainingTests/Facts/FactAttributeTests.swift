import Testing

@testable import ReportTraining

@Suite struct FactAttributeTests {
    @Test func `every value belongs to exactly one attribute`() {
        for attribute in FactAttribute.allCases {
            #expect(attribute.values.allSatisfy { $0.attribute == attribute })
        }
        #expect(Set(FactAttribute.allCases.flatMap(\.values)) == Set(AttributeValue.allCases))
    }

    @Test func `no two values of a finding have the same word`() {
        for finding in FactFinding.all {
            let words = finding.attributes.flatMap(\.values).map { $0.word(for: finding) }
            #expect(Set(words).count == words.count)
        }
    }
}
