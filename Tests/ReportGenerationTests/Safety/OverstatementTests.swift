import FindingLabels
import Testing

@testable import ReportGeneration

struct OverstatementTests {
    private let review = DraftReview(textPipeline: .clinical, reference: nil)

    /// Estimates of 90 % for every label that is not given.
    private func head(_ probabilities: [String: Double], presentThreshold: Double? = 0.5) -> HeadOpinions {
        HeadOpinions(
            ["Effusion", "Infiltration", "Pneumonia", "Consolidation", "Cardiomegaly", "Pleural thickening"].map {
                FindingProbability(
                    label: $0, probability: probabilities[$0] ?? 0.9, threshold: 0.2,
                    presentThreshold: presentThreshold)
            })
    }

    private func checked(
        _ texts: [String], _ head: HeadOpinions
    ) -> (sentences: [DraftSentence], lowered: [DraftNotice])? {
        review.withoutOverstatements(
            texts.map { review.sentence($0, .findings, probabilities: [0.9], head: head) }, head: head)
    }

    @Test(arguments: [
        ("There is a pleural effusion.", "There may be a pleural effusion."),
        ("A pleural effusion is present.", "It is possible that a pleural effusion is present."),
        ("Pleural effusion.", "Possible pleural effusion."),
        ("There is a pleural effusion without cardiomegaly.", "There may be a pleural effusion without cardiomegaly."),
        ("Blunting of the costophrenic angle is in keeping with a pleural effusion.", "Possible effusion."),
    ])
    func `what is only possible is lowered to possible`(text: String, lowered: String) throws {
        let found = try #require(checked([text], head(["Effusion": 0.49, "Cardiomegaly": 0.1])))
        #expect(found.sentences.map(\.text) == [lowered])
        let claim = found.sentences[0].claims.first { $0.finding == "Pleural Effusion" }
        #expect(claim?.status == .uncertain && claim?.agreement == .agrees)
        let opinion = FindingProbability(
            label: "Effusion", probability: 0.49, threshold: 0.2, presentThreshold: 0.5)
        #expect(found.lowered == [.degreeLowered(sentence: 0, written: text, opinion: opinion)])
    }

    @Test func `a statement that the head supports, a hedge and a denial stay as they are`() throws {
        let texts = [
            "There is a pleural effusion.", "Possible pneumonia.", "No consolidation.", "The lungs are clear.",
        ]
        let found = try #require(checked(texts, head(["Pneumonia": 0.3])))
        #expect(found.sentences.map(\.text) == texts && found.lowered.isEmpty)
    }

    @Test func `no draft is offered that states as present what the head gives less than possible`() {
        #expect(checked(["There is a pleural effusion."], head(["Effusion": 0.19])) == nil)
        #expect(!Overstatement.abstention.contains { $0.isNumber })
    }

    @Test(arguments: [
        ("The heart is enlarged and there is a pleural effusion.", "Cardiomegaly and possible effusion."),
        ("There is consolidation with a pleural effusion.", "Consolidation and possible effusion."),
    ])
    func `a sentence that cannot be hedged as a whole is replaced by its findings`(text: String, lowered: String) {
        #expect(checked([text], head(["Effusion": 0.3]))?.sentences.map(\.text) == [lowered])
    }

    @Test func `no draft is offered if no wording has a lower degree`() {
        let text = "The heart is enlarged and there is a pleural effusion but no pneumonia."
        #expect(checked([text], head(["Effusion": 0.3, "Pneumonia": 0.1])) == nil)
    }

    @Test(arguments: [
        "There is no pneumothorax but there is a pleural effusion.", "No pneumothorax, small pleural effusion.",
    ])
    func `a denial at the beginning of a sentence is not made a possibility`(text: String) {
        #expect(Overstatement.hedged(text) == nil)
        let claims = [
            ClaimedFinding(finding: "Pneumothorax", status: .negative, agreement: .agrees, opinion: nil),
            claim(of: "Pleural Effusion", "Effusion"),
        ]
        let sentence = DraftSentence(text: text, section: .findings, confidence: 0.9, claims: claims)
        #expect(review.withoutOverstatements([sentence], head: head(["Effusion": 0.3])) == nil)
    }

    @Test func `a sentence that names one label in two ways has one notice, and names it once`() throws {
        let sentence = DraftSentence(
            text: "There is fibrotic scarring.", section: .findings, confidence: 0.9,
            claims: [claim(of: "Pleural Other", "Fibrosis"), claim(of: "Lung Opacity", "Fibrosis")])
        #expect(Overstatement.overstated(in: sentence).map(\.label) == ["Fibrosis"])
    }

    @Test func `a finding that the head does not look for is not lost with the words of its sentence`() {
        let fracture = ClaimedFinding(finding: "Fracture", status: .positive, agreement: .noOpinion, opinion: nil)
        let sentence = { (claims: [ClaimedFinding]) in
            DraftSentence(
                text: "There is no doubt about a rib fracture and a pleural effusion.", section: .findings,
                confidence: 0.9, claims: claims)
        }
        let (head, effusion) = (head(["Effusion": 0.3]), claim(of: "Pleural Effusion", "Effusion"))
        #expect(review.withoutOverstatements([sentence([fracture, effusion])], head: head) == nil)
        let named = review.withoutOverstatements([sentence([effusion])], head: head)
        #expect(named?.sentences.map(\.text) == ["Possible effusion."])
    }

    /// A statement of presence of what is only possible.
    private func claim(of finding: String, _ label: String) -> ClaimedFinding {
        ClaimedFinding(
            finding: finding, status: .positive, agreement: .contradicts,
            opinion: FindingProbability(label: label, probability: 0.3, threshold: 0.2, presentThreshold: 0.5))
    }

    @Test func `a sentence about two findings is lowered as a whole, and states what the head supports elsewhere`()
        throws
    {
        let text = "Patchy pulmonary infiltrates are present, in keeping with pneumonia."
        let found = try #require(checked([text], head(["Infiltration": 0.3])))
        #expect(
            found.sentences[0].text
                == "It is possible that patchy pulmonary infiltrates are present, in keeping with pneumonia.")
        #expect(Overstatement.overstated(in: found.sentences[0]).isEmpty)
    }

    @Test func `a bundle without calibrated probabilities has no limit for what is present`() throws {
        let found = try #require(
            checked(["There is a pleural effusion."], head(["Effusion": 0.1], presentThreshold: nil)))
        #expect(found.lowered.isEmpty && found.sentences[0].claims.map(\.agreement) == [.contradicts])
    }

    @Test func `general words are no statement about a label`() throws {
        let all = ["Effusion", "Infiltration", "Pneumonia", "Consolidation", "Cardiomegaly"].map { ($0, 0.1) }
        let found = try #require(checked(["There is a hazy opacity."], head(Dictionary(uniqueKeysWithValues: all))))
        #expect(found.lowered.isEmpty && found.sentences[0].text == "There is a hazy opacity.")
    }

    @Test func `a draft that is not offered has no notices about its text, and so no estimates`() {
        let report = DraftReport(
            sentences: [DraftSentence(text: "Effusion.", section: .findings, confidence: 0.9)], probabilities: [],
            notices: DraftNoticeTests.all, abstention: Overstatement.abstention,
            timings: DraftTimings(preprocess: 0, encoder: 0, decoder: 0), words: [])
        #expect(report.notices.count == 8 && report.notices.allSatisfy { !$0.isAboutText })
        #expect(!report.noticeTexts.contains { $0.contains("%") || $0.contains("Effusion") })
    }
}
