import FindingLabels
import Foundation
import ReportGeneration
import Testing

struct VocabularyTests {
    private let reports = [
        ReportText(findings: ["The heart is normal."], impression: ["No acute disease."]),
        ReportText(findings: ["The lungs are clear."], impression: []),
    ]

    @Test func `numbers words from 4 in order of code points`() {
        let vocabulary = Vocabulary(reports: reports.map(\.words), labels: ["Mass"])
        #expect(vocabulary.words.first == ".")
        #expect(vocabulary.words == vocabulary.words.sorted())
        #expect(vocabulary.encode(ReportText(findings: ["."], impression: [])).first == 4)
        #expect(vocabulary.count == vocabulary.words.count + 4)
    }

    @Test func `decodes what it encoded and marks unknown words`() {
        let vocabulary = Vocabulary(reports: reports.map(\.words), labels: ["Mass"])
        #expect(vocabulary.decode(vocabulary.encode(reports[0])) == reports[0].words)
        let other = ReportText(findings: ["The moon is clear."], impression: [])
        #expect(vocabulary.decode(vocabulary.encode(other)).prefix(2) == ["the", "<unk>"])
        #expect(vocabulary.decode([0, 1, 2, 9999, -5]).isEmpty)
    }

    @Test func `a prompt names labels and is never decoded to text`() {
        let vocabulary = Vocabulary(reports: reports.map(\.words), labels: ["Mass", "Pleural thickening"])
        let prompt = vocabulary.prompt([("Pleural thickening", .present), ("Mass", .absent)])
        #expect(prompt.count == 2)
        #expect(!prompt.contains(Token.unknown))
        #expect(prompt.last == vocabulary.prompt([]).first)
        #expect(vocabulary.decode(prompt).isEmpty)
    }

    @Test func `a possible finding has a prompt of its own`() {
        let vocabulary = Vocabulary(reports: reports.map(\.words), labels: ["Mass"])
        let (present, possible) = (vocabulary.prompt([("Mass", .present)]), vocabulary.prompt([("Mass", .possible)]))
        #expect(present != possible && present.count == 2 && possible.count == 2 && !possible.contains(Token.unknown))
        #expect(vocabulary.decode(possible).isEmpty)
    }

    @Test func `an older vocabulary leaves a possible finding out of the prompt`() throws {
        let older = try JSONDecoder().decode(
            Vocabulary.self, from: Data(#"{"words": [".", "[Mass]", "[report]"]}"#.utf8))
        #expect(older.prompt([("Mass", .possible)]) == older.prompt([]))
        #expect(older.prompt([("Mass", .present)]).count == 2)
    }

    @Test func `leaves out rare words on request`() {
        #expect(
            Vocabulary(reports: reports.map(\.words), labels: nil, minimumOccurrences: 2).words == [
                ".", "impression:", "the",
            ])
    }

    @Test func `round-trips through JSON and refuses duplicate words`() throws {
        let vocabulary = Vocabulary(reports: reports.map(\.words), labels: ["Mass"])
        let copy = try JSONDecoder().decode(Vocabulary.self, from: JSONEncoder().encode(vocabulary))
        #expect(copy == vocabulary)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Vocabulary.self, from: Data(#"{"words": ["a", "a"]}"#.utf8))
        }
    }
}
