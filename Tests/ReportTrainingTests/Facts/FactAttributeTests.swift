import Testing

@testable import ReportTraining

@Suite struct FactAttributeTests {
    @Test func `values and attributes agree`() {
        for attribute in FactAttribute.allCases {
            #expect(attribute.values.allSatisfy { $0.attribute == attribute })
        }
        #expect(Set(FactAttribute.allCases.flatMap(\.values)) == Set(AttributeValue.allCases))
    }

    @Test func `the words of an attribute's values differ for every finding`() {
        for finding in FactFinding.all {
            let words = finding.attributes.flatMap(\.values).map { $0.word(for: finding) }
            #expect(Set(words).count == words.count)
        }
    }
}
