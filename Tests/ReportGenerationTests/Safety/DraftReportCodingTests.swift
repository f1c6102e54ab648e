import FindingLabels
import Foundation
import Testing

@testable import ReportGeneration

struct DraftReportCodingTests {
    @Test func `round-trips through JSON completely`() throws {
        let opinion = FindingProbability(label: "Edema", probability: 0.25, threshold: 0.5)
        let report = DraftReport(
            sentences: [
                DraftSentence(
                    text: "Unchanged edema.", section: .findings, confidence: 0.5, minimumProbability: 0.25,
                    claims: [
                        ClaimedFinding(finding: "Edema", status: .positive, agreement: .contradicts, opinion: opinion)
                    ], comparison: ["Unchanged"]),
                DraftSentence(text: "Edema.", section: .impression, confidence: 0.75),
            ],
            probabilities: [opinion], notices: DraftNoticeTests.all, abstention: "the picture is a hip",
            timings: DraftTimings(preprocess: 1, encoder: 2, decoder: 3), words: ["edema", "."])
        let bytes = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(DraftReport.self, from: bytes) == report)
        #expect(report.findings == ["Unchanged edema."] && report.impression == ["Edema."])
        #expect(report.abstained && report.sentenceConfidence == [0.5, 0.75])
    }

    @Test func `a draft stored before sentences were objects is still read`() throws {
        let json = #"""
            {"findings":["The heart is normal."],"impression":["Normal."],"sentenceConfidence":[0.5,0.25],
            "probabilities":[{"label":"Mass","probability":0.5,"threshold":0.5}],
            "timings":{"preprocess":0,"encoder":0,"decoder":0},"words":["normal","."]}
            """#
        let report = try JSONDecoder().decode(DraftReport.self, from: Data(json.utf8))
        #expect(report.findings == ["The heart is normal."] && report.impression == ["Normal."])
        #expect(report.sentenceConfidence == [0.5, 0.25] && report.notices == [] && !report.abstained)
        #expect(report.sentences[0].minimumProbability == nil)
        let broken = json.replacing("[0.5,0.25]", with: "[0.5]")
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(DraftReport.self, from: Data(broken.utf8)) }
    }
}
