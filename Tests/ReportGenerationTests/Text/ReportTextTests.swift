import ReportGeneration
import Testing

struct ReportTextTests {
    private let report = ReportText(
        findings: ["The lungs are clear.", "No pleural effusion, no pneumothorax."],
        impression: ["Lung mass, CT of the chest is recommended."])

    @Test func `converts to words with separate periods and commas and with acronyms kept`() {
        #expect(
            report.words.joined(separator: " ")
                == "the lungs are clear . no pleural effusion , no pneumothorax . impression: "
                + "lung mass , CT of the chest is recommended .")
    }

    @Test func `is rebuilt from its words`() {
        #expect(ReportText(words: report.words) == report)
    }

    @Test func `keeps a truncated sentence and drops empty ones`() {
        let words = [".", "pneumonia", ".", ".", "impression:", "pleural", "effusion"]
        #expect(
            ReportText(words: words) == ReportText(findings: ["Pneumonia."], impression: ["Pleural effusion."]))
    }

    @Test func `prints two sections`() {
        #expect(report.text.hasPrefix("FINDINGS: The lungs are clear. No"))
        #expect(report.text.contains("\n\nIMPRESSION: Lung mass"))
    }
}
