import Testing
import WorkList

@testable import Review

struct ReviewTextTests {
    private static let draft = #"""
        {"sentences": [{"text": "The lungs are clear.", "section": "findings", "confidence": 0.9, "claims": []},
            {"text": "The heart is normal.", "section": "findings", "confidence": 0.8, "claims": []},
            {"text": "No acute disease.", "section": "impression", "confidence": 0.7, "claims": []}]}
        """#

    @Test func `a draft that nobody changes is read as it was written`() throws {
        let draft = try DraftText(report: Self.draft)
        let text = ReviewText.text(of: draft)
        #expect(
            text == "FINDINGS:\nThe lungs are clear.\nThe heart is normal.\n\nIMPRESSION:\nNo acute disease.\n")
        let signed = try ReviewText.parse(text)
        #expect(
            signed
                == SignedText(
                    findings: ["The lungs are clear.\nThe heart is normal."], impression: ["No acute disease."]))
        #expect(TextComparison(from: draft, to: signed).isUnchanged)
    }

    @Test func `a draft says how its images were displayed`() throws {
        let display = #"{"display": [{"applied": "VOI LUT 1", "notices": ["A.", "B."]}]}"#
        #expect(try DraftText(report: display).display == [.init(applied: "VOI LUT 1", notices: ["A.", "B."])])
        #expect(try DraftText(report: Self.draft).display.isEmpty)
    }

    @Test func `signed text is written and read back the same`() throws {
        for signed in [
            SignedText(findings: ["One. Two.", "Three."], impression: ["Ἀβγ 胸部."]),
            SignedText(findings: [], impression: ["Only this."]), SignedText(findings: ["Only this."], impression: []),
        ] {
            #expect(try ReviewText.parse(ReviewText.text(of: signed)) == signed)
        }
    }

    @Test func `lines and numbers stay as they were typed`() throws {
        let text = "FINDINGS:\n1. Effusion, 2.5 cm.\n2. Nodule.\n#3 Line.\n\n# comment\nEnd.\n"
        let signed = try ReviewText.parse(text)
        #expect(signed.findings == ["1. Effusion, 2.5 cm.\n2. Nodule.\n#3 Line.", "End."])
    }

    @Test func `headings stand in any case and order, text beside them, comments and spaces nowhere`() throws {
        let text = "# help\nimpression: Small  nodule.\n\n\nFindings:\n\tA\n b \n# no\n\nC\n"
        let signed = SignedText(findings: ["A\nb", "C"], impression: ["Small nodule."])
        #expect(try ReviewText.parse(text) == signed)
        #expect(try ReviewText.parse(text.replacing("\n", with: "\r\n")) == signed, "lines may end as on Windows")
    }

    @Test(arguments: [
        ("The lungs are clear.\n", 1, "before the heading"), ("FINDINGS:\na\nFINDINGS:\nb", 3, "second time"),
        ("FINDINGS:\na\n\nCONCLUSION:\nb", 4, "CONCLUSION: is not a heading"),
        ("FINDINGS:\na\u{1B}[31m", 2, "control character"),
    ])
    func `what cannot be read is refused with its line`(text: String, line: Int, problem: String) throws {
        let error = #expect(throws: ReviewError.self) { try ReviewText.parse(text) }
        guard case .malformed(line, let said) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(said.contains(problem))
    }

    @Test(arguments: ["", "FINDINGS:\nIMPRESSION:\n", "# nothing\n"])
    func `a report without a word is refused`(text: String) throws {
        let error = #expect(throws: ReviewError.self) { try ReviewText.parse(text) }
        #expect(error == .emptyText)
    }

    @Test func `a text without end is refused`() {
        #expect(throws: ReviewError.self) {
            try ReviewText.parse("FINDINGS:\n" + String(repeating: "a", count: ReviewText.lengthLimit))
        }
    }
}
