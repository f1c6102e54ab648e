import DICOMObject
import ReportGeneration
import Testing

@testable import Reporting

struct DraftContentTests {
    @Test func `what a draft's documents say of the draft is no part of what is signed`() {
        let notices = [
            DraftDocument.notice, "No draft is offered: x. The study must be read without one.", "No draft is offered.",
            "Drafted from 1 of 2 eligible images; the others were not read.",
            "The model's own check: Do not rely on the number.",
            "Probabilities given by the model, not calibrated, with the threshold of each.",
        ]
        let words = ["The lungs are clear.", "Drafted from memory.", "No effusion."]
        #expect(DraftContent.withoutMachineNotices(notices + words) == words)
        #expect(DraftContent.withoutMachineNotices(["\(DraftDocument.notice)\nClear."]) == ["Clear."])
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
            imagesRead: 1, imagesEligible: 1)
        #expect(content.findings == ["There is an effusion. The heart is normal."])
        #expect(
            content.assessmentText
                == "Probabilities given by the model, not calibrated, with the threshold of each. Called likely: effusion "
                + "81 % (40 %). Not called likely: pleural thickening 13 % (50 %).")
        #expect(content.impression == ["Effusion."])
    }

    @Test func `images that were not read are spoken of`() {
        let content = DraftContent(report(findings: ["Clear."], impression: []), imagesRead: 1, imagesEligible: 3)
        #expect(content.findings[1] == "Drafted from 1 of 3 eligible images; the others were not read.")
        #expect(content.impression.isEmpty)
    }

    @Test func `a model that wrote nothing still leaves its probabilities`() {
        let content = DraftContent(report(findings: [], impression: []), imagesRead: 1, imagesEligible: 1)
        #expect(content.findings.isEmpty && content.assessmentText != nil)
    }

    @Test func `notices stand behind the sentences, in plain words`() {
        let content = DraftContent(
            report(
                findings: ["The lungs are unchanged."], impression: [],
                notices: [.comparesWithPrior(sentence: 0, words: ["unchanged"]), .endedByLengthLimit]),
            imagesRead: 1, imagesEligible: 1)
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
            imagesRead: 1, imagesEligible: 1)
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
