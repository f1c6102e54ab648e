import ReportGeneration
import Testing

@testable import Reporting

struct DraftContentTests {
    private func report(findings: [String], impression: [String]) -> DraftReport {
        DraftReport(
            findings: findings, impression: impression,
            sentenceConfidence: (findings + impression).map { _ in 0.9 },
            probabilities: [
                FindingProbability(label: "Pleural_Thickening", probability: 0.126, threshold: 0.5),
                FindingProbability(label: "Effusion", probability: 0.81, threshold: 0.4),
            ],
            timings: DraftTimings(preprocess: 0, encoder: 0, decoder: 0), words: [])
    }

    @Test func `sentences make a paragraph and every finding is named, likeliest first`() {
        let content = DraftContent(
            report(findings: ["There is an effusion.", "The heart is normal."], impression: ["Effusion."]),
            imagesRead: 1, imagesEligible: 1)
        #expect(
            content.findings == [
                "There is an effusion. The heart is normal.",
                "Probabilities given by the model: effusion 81 %, pleural thickening 13 %.",
            ])
        #expect(content.impression == ["Effusion."])
    }

    @Test func `images that were not read are spoken of`() {
        let content = DraftContent(report(findings: ["Clear."], impression: []), imagesRead: 1, imagesEligible: 3)
        #expect(content.findings[1] == "Drafted from 1 of 3 eligible images; the others were not read.")
        #expect(content.impression.isEmpty)
    }

    @Test func `a model that wrote nothing still leaves its probabilities`() {
        let content = DraftContent(report(findings: [], impression: []), imagesRead: 1, imagesEligible: 1)
        #expect(content.findings.count == 1)
    }
}
