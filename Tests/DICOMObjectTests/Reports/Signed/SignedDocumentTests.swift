import Testing

@testable import DICOMObject

struct SignedDocumentTests {
    @Test func `blank paragraphs and control characters are removed, lines are kept`() {
        let report = SignedDocument(
            act: .edited, findings: ["a\u{1B}[2Jb\nc", "  ", "d"], impression: ["\u{0C}"], signature: .sample(),
            number: 1, device: .sample)
        #expect(report.findings == ["a[2Jb\nc", "d"] && report.impression.isEmpty)
    }
}
