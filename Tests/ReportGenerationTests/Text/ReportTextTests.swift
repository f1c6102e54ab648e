import ReportGeneration
import Testing

struct ReportTextTests {
    private let report = ReportText(
        findings: ["The lungs are clear.", "No pleural effusion, no pneumothorax."],
        impression: ["Lung mass, CT of the chest is recommended."])

    @Test func `becomes words with points and commas apart and acronyms kept`() {
        #expect(
            report.words.joined(separator: " ")
                == "the lungs are clear . no pleural effusion , no pneumothorax . impression: "
                + "lung mass , CT of the chest is recommended .")
    }

    @Test func `comes back from its words`() {
        #expect(ReportText(words: report.words) == report)
    }

    @Test func `keeps a sentence that was cut short and drops empty ones`() {
        let words = [".", "pneumonia", ".", ".", "impression:", "pleural", "effusion"]
        #expect(
            ReportText(words: words) == ReportText(findings: ["Pneumonia."], impression: ["Pleural effusion."]))
    }

    @Test func `reads as two sections`() {
        #expect(report.text.hasPrefix("FINDINGS: The lungs are clear. No"))
        #expect(report.text.contains("\n\nIMPRESSION: Lung mass"))
    }
}
