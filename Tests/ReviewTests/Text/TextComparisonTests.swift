import Testing

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct TextComparisonTests {
    private func draft(_ findings: [String], _ impression: [String] = []) throws -> DraftText {
        func list(_ texts: [String]) -> String { texts.map { "\"\($0)\"" }.joined(separator: ",") }
        return try DraftText(report: #"{"findings": [\#(list(findings))], "impression": [\#(list(impression))]}"#)
    }

    private func changes(_ comparison: TextComparison) -> [String] {
        comparison.sentences.map { "\($0.change) \($0.draftSentence.map(String.init) ?? "-")" }
    }

    @Test(arguments: [
        (["A b c. D e f."], ["kept 0", "kept 1"], 0), (["A b c.", "D  e\nf."], ["kept 0", "kept 1"], 0),
        (["A b x. D e f."], ["changed 0", "kept 1"], 1), (["D e f."], ["removed 0", "kept 1"], 3),
        (["A b c. G h i. D e f."], ["kept 0", "added -", "kept 1"], 3), ([], ["removed 0", "removed 1"], 6),
        (["A b c. X y z."], ["kept 0", "removed 1", "added -"], 3),
        (["D e f. A b c."], ["added -", "kept 0", "removed 1"], 6),
    ])
    func `sentences are kept, changed, removed and added`(
        signed: [String], expected: [String], distance: Int
    ) throws {
        let comparison = TextComparison(
            from: try draft(["A b c.", "D e f."]), to: SignedText(findings: signed, impression: []))
        #expect(comparison.editDistance == distance)
        #expect(comparison.isUnchanged == (distance == 0))
        if signed != ["D e f. A b c."] {
            #expect(changes(comparison).sorted() == expected.sorted())
        } else {
            #expect(Set(comparison.sentences.map(\.change)) == [.kept, .added, .removed])
        }
    }

    @Test func `a sentence of the draft is one, whatever marks are in it`() throws {
        let draft = try draft(["A node of 3.5 cm vs. Prior 2 cm.", "Dr. Roe was told."])
        let comparison = TextComparison(from: draft, to: draft.unchanged)
        #expect(comparison.sentences.map(\.change) == [.kept, .kept])
        let edited = SignedText(findings: ["New one. A node of 3.5 cm vs. Prior 2 cm."], impression: [])
        #expect(changes(TextComparison(from: draft, to: edited)) == ["added -", "kept 0", "removed 1"])
    }

    @Test func `a sentence that goes to the other section is removed here and added there`() throws {
        let comparison = TextComparison(
            from: try draft(["A b c."], ["D e f."]), to: SignedText(findings: [], impression: ["A b c. D e f."]))
        #expect(changes(comparison) == ["removed 0", "added -", "kept 1"])
        #expect(comparison.sentences.map(\.section) == [.findings, .impression, .impression])
        #expect(comparison.editDistance == 6)
    }
}
