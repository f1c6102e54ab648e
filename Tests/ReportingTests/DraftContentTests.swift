import DICOMObject
import Foundation
import ReportGeneration
import Testing

@testable import Reporting

struct DraftContentTests {
    @Test func `what a draft's documents say of the draft is no part of what is signed`() {
        let notices = [
            DraftDocument.notice, "No draft is offered: x. The study must be read without one.", "No draft is offered.",
            "Drafted from 1 of 2 eligible images; the others were not read.",
            "Display of image 1: window 1 (center 2048, width 4096).",
            "The model's own check: Do not rely on the number.",
            "Probabilities given by the model, not calibrated, with the threshold of each.",
        ]
        let words = ["The lungs are clear.", "Drafted from memory.", "No effusion."]
        #expect(DraftContent.withoutMachineNotices(notices + words) == words)
        #expect(DraftContent.withoutMachineNotices(["\(DraftDocument.notice)\nClear."]) == ["Clear."])
    }

    private let display = DisplayTransformation(applied: "window 1 (center 2048, width 4096)")

    @Test func `each image has a paragraph on its display`() {
        let passedOver = DisplayTransformation(
            applied: "range of the values, 0 to 3968",
            notices: ["VOI LUT 1 was passed over: LUT Data (0028,3006) is empty.", "Second."])
        let content = DraftContent(
            report(findings: ["Clear."], impression: []), display: [display, passedOver], imagesEligible: 2)
        #expect(content.findings == ["Clear."])
        #expect(
            content.remarks == [
                "Display of image 1: window 1 (center 2048, width 4096).",
                "Display of image 2: range of the values, 0 to 3968. VOI LUT 1 was passed over: LUT Data (0028,3006) "
                    + "is empty. Second.",
            ])
    }

    @Test func `a stored draft holds the display beside the model's report`() throws {
        let record = DraftRecord(
            report: report(findings: ["Clear."], impression: []), display: [display], limits: ["For tests."])
        let json = try JSONEncoder().encode(record)
        #expect(try JSONDecoder().decode(DraftReport.self, from: json) == record.report)
        let stored = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        #expect(stored?["limits"] as? [String] == ["For tests."])
        let first = (stored?["display"] as? [[String: Any]])?.first
        #expect(first?["applied"] as? String == "window 1 (center 2048, width 4096)")
        #expect(first?["notices"] as? [String] == [])
    }

    private func report(
        findings: [String], impression: [String], notices: [DraftNotice] = [], abstention: String? = nil
    ) -> DraftReport {
        DraftReport(
            sentences: findings.map { DraftSentence(text: $0, section: .findings, confidence: 0.9) }
                + impression.map { DraftSentence(text: $0, section: .impression, confidence: 0.9) },
            probabilities: [
                FindingProbability(label: "Pleural_Thickening", probability: 0.126, threshold: 0.5),
                FindingProbability(label: "Effusion", probability: 0.81, threshold: 0.4),
            ],
            notices: notices, abstention: abstention,
            timings: DraftTimings(preprocess: 0, encoder: 0, decoder: 0), words: [])
    }

    @Test func `sentences make a paragraph and every finding is named, likeliest first`() {
        let content = DraftContent(
            report(findings: ["There is an effusion.", "The heart is normal."], impression: ["Effusion."]),
            display: [display], imagesEligible: 1)
        #expect(content.findings == ["There is an effusion. The heart is normal."])
        #expect(
            content.assessmentText
                == "Probabilities given by the model, not calibrated. Called likely: effusion 81 %, called likely from 40 %. "
                + "Not called likely: pleural thickening 13 %, called likely from 50 %.")
        #expect(content.impression == ["Effusion."])
    }

    @Test func `calibrated probabilities are listed as present, possible and absent`() {
        let probabilities = [("Effusion", 0.81), ("Pneumonia", 0.3), ("Edema", 0.02)].map {
            FindingProbability(label: $0, probability: $1, threshold: 0.2, presentThreshold: 0.5)
        }
        let report = DraftReport(
            sentences: [DraftSentence(text: "Pneumonia is possible.", section: .findings, confidence: 0.9)],
            probabilities: probabilities, notices: [], abstention: nil,
            timings: DraftTimings(preprocess: 0, encoder: 0, decoder: 0), words: [])
        let rule = "possible from 20 %, present from 50 %"
        #expect(
            DraftContent(report, display: [display], imagesEligible: 1).assessmentText
                == "Probabilities given by the model, calibrated on films of its data set. "
                + "Present: effusion 81 %, \(rule). Possible: pneumonia 30 %, \(rule). Absent: edema 2 %, \(rule).")
    }

    @Test func `images that were not read are spoken of`() {
        let content = DraftContent(report(findings: ["Clear."], impression: []), display: [display], imagesEligible: 3)
        #expect(content.findings[1] == "Drafted from 1 of 3 eligible images; the others were not read.")
        #expect(content.impression.isEmpty)
    }

    @Test func `a model that wrote nothing still leaves its probabilities`() {
        let content = DraftContent(report(findings: [], impression: []), display: [display], imagesEligible: 1)
        #expect(content.findings.isEmpty && content.assessmentText != nil)
    }

    @Test func `notices stand behind the sentences, in plain words`() {
        let content = DraftContent(
            report(
                findings: ["The lungs are unchanged."], impression: [],
                notices: [.comparesWithPrior(sentence: 0, words: ["unchanged"]), .endedByLengthLimit]),
            display: [display], imagesEligible: 1)
        #expect(
            content.findings.dropFirst() == [
                "The model's own check: The sentence \"The lungs are unchanged.\" compares with a prior study "
                    + "(unchanged), but the model was shown no prior study.",
                "The model's own check: The draft was cut off at the model's maximum length and is incomplete.",
            ])
        #expect(content.findings.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    }

    @Test func `a draft that is not offered shows why and no sentence of it`() {
        let content = DraftContent(
            report(
                findings: ["The heart is normal."], impression: ["Normal."],
                notices: [.notChestRadiograph(picture: 0, distance: 2.57)], abstention: "the picture is a hip"),
            display: [display], imagesEligible: 1)
        #expect(
            content.findings == [
                "No draft is offered: the picture is a hip. The study must be read without one.",
                "The model's own check: Picture 1 is probably not a frontal chest radiograph like those the model was "
                    + "trained on (2.6 times the usual limit).",
            ])
        #expect(content.impression == ["No draft is offered."])
        #expect(content.assessmentText == nil)
    }
}
