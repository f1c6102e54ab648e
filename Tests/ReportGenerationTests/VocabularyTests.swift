import Foundation
import ReportGeneration
import Testing

struct VocabularyTests {
    private let reports = [
        ReportText(findings: ["The heart is normal."], impression: ["No acute disease."]),
        ReportText(findings: ["The lungs are clear."], impression: []),
    ]

    @Test func `numbers words from 4 in order of code points`() {
        let vocabulary = Vocabulary(reports: reports)
        #expect(vocabulary.words.first == ".")
        #expect(vocabulary.words == vocabulary.words.sorted())
        #expect(vocabulary.encode(ReportText(findings: ["."], impression: [])).last == 4)
        #expect(vocabulary.count == vocabulary.words.count + 4)
    }

    @Test func `decodes what it encoded and shows unknown words`() {
        let vocabulary = Vocabulary(reports: reports)
        #expect(vocabulary.decode(vocabulary.encode(reports[0])) == reports[0].words)
        let other = ReportText(findings: ["The moon is clear."], impression: [])
        #expect(vocabulary.decode(vocabulary.encode(other)).prefix(3) == ["findings:", "the", "<unk>"])
        #expect(vocabulary.decode([0, 1, 2, 9999, -5]).isEmpty)
    }

    @Test func `leaves rare words out when asked`() {
        #expect(Vocabulary(reports: reports, minimumOccurrences: 2).words == [".", "findings:", "the"])
    }

    @Test func `survives JSON and refuses words that occur twice`() throws {
        let vocabulary = Vocabulary(reports: reports)
        let copy = try JSONDecoder().decode(Vocabulary.self, from: JSONEncoder().encode(vocabulary))
        #expect(copy == vocabulary)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Vocabulary.self, from: Data(#"{"words": ["a", "a"]}"#.utf8))
        }
    }
}
