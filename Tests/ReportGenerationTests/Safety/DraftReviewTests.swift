import FindingLabels
import Testing

@testable import ReportGeneration

struct DraftReviewTests {
    private static let words = ["clear", "."]

    private func head(_ probabilities: [String: Double] = [:]) -> HeadOpinions {
        HeadOpinions(
            ["Effusion", "Pneumonia", "Infiltration", "Edema", "Mass", "Nodule", "Hernia"].map {
                FindingProbability(label: $0, probability: probabilities[$0] ?? 0.1, threshold: 0.5)
            })
    }

    private func notices(
        _ texts: [String], confidence: Double = 0.9, head: HeadOpinions? = nil, pipeline: TextPipeline = .clinical,
        reference: SafetyReference? = nil, words: [String] = words, hasEnded: Bool = true
    ) -> [DraftNotice] {
        let head = head ?? self.head()
        let review = DraftReview(textPipeline: pipeline, reference: reference)
        let sentences = texts.map { review.sentence($0, .findings, probabilities: [confidence], head: head) }
        return review.notices(on: sentences, words: words, hasEnded: hasEnded, head: head)
    }

    @Test func `an ordinary draft has no notices`() {
        let head = head(["Effusion": 0.8])
        #expect(notices(["There is a pleural effusion.", "No pulmonary edema.", "No pneumothorax."], head: head) == [])
    }

    @Test func `a sentence has its confidence, its claims and the head's estimate`() {
        let review = DraftReview(textPipeline: .clinical, reference: nil)
        let sentence = review.sentence(
            "There is a pleural effusion without pneumothorax.", .findings, probabilities: [0.5, 1, 0.9],
            head: head(["Effusion": 0.8]))
        #expect(abs(sentence.confidence - 0.8) < 1e-12 && sentence.minimumProbability == 0.5)
        #expect(sentence.claims.map(\.finding) == ["Pneumothorax", "Pleural Effusion"])
        #expect(sentence.claims.map(\.status) == [.negative, .positive])
        #expect(sentence.claims.map(\.agreement) == [.noOpinion, .agrees])
        #expect(sentence.claims[1].opinion?.label == "Effusion")
    }

    @Test(arguments: [
        ("There is a pleural effusion.", 0.1, FindingStatus.positive), ("No pleural effusion.", 0.8, .negative),
    ])
    func `a sentence that contradicts the head gets a notice`(
        text: String, probability: Double, status: FindingStatus
    ) {
        let opinion = FindingProbability(label: "Effusion", probability: probability, threshold: 0.5)
        #expect(
            notices([text], head: head(["Effusion": probability])) == [
                .contradictsHead(sentence: 0, finding: "Pleural Effusion", status: status, opinion: opinion)
            ])
    }

    @Test(arguments: [
        ("There is a pleural effusion.", 0.3, true), ("There is a pleural effusion.", 0.6, false),
        ("Possible pleural effusion.", 0.3, false), ("No pleural effusion.", 0.3, true),
        ("No pleural effusion.", 0.1, false),
    ])
    func `what is possible may be stated neither as present nor as absent`(
        text: String, probability: Double, contradicts: Bool
    ) {
        let opinion = FindingProbability(
            label: "Effusion", probability: probability, threshold: 0.2, presentThreshold: 0.5)
        let found = notices([text], head: HeadOpinions([opinion])).contains {
            if case .contradictsHead = $0 { true } else { false }
        }
        #expect(found == contradicts)
    }

    @Test func `an uncertain claim contradicts nothing`() {
        for probability in [0.1, 0.9] {
            #expect(notices(["Possible pleural effusion."], head: head(["Effusion": probability])) == [])
        }
    }

    @Test func `a subtype supports its parent finding, and no focal opacity is compatible with edema`() {
        #expect(
            notices(["There is airspace opacity, consistent with pneumonia."], head: head(["Pneumonia": 0.9])) == [])
        let edema = head(["Edema": 0.9])
        #expect(notices(["There is no focal airspace opacity.", "There is pulmonary edema."], head: edema) == [])
    }

    @Test func `a finding that another one only summarises is not mentioned`() {
        let head = head(["Pneumonia": 0.9, "Infiltration": 0.6])
        let text = "There is airspace opacity in keeping with pneumonia."
        let opinion = FindingProbability(label: "Infiltration", probability: 0.6, threshold: 0.5)
        #expect(notices([text], head: head) == [.findingUnmentioned(opinion: opinion)])
        #expect(notices([text, "Patchy pulmonary infiltrates are present."], head: head) == [])
    }

    @Test(arguments: ["No Finding", "No_Finding"])
    func `that there is no finding is not demanded of any sentence`(label: String) {
        let head = HeadOpinions([FindingProbability(label: label, probability: 0.9, threshold: 0.5)])
        #expect(notices(["The lungs are clear."], head: head) == [])
    }

    @Test func `a likely finding that no sentence mentions gets a notice`() {
        let head = head(["Effusion": 0.8, "Nodule": 0.7, "Hernia": 0.6])
        let unmentioned = notices(["The heart size is normal."], head: head).map { notice in
            if case .findingUnmentioned(let opinion) = notice { opinion.label } else { "another notice" }
        }
        #expect(unmentioned == ["Effusion", "Nodule", "Hernia"])
        #expect(notices(["Effusion.", "A lung nodule is seen.", "There is a hiatal hernia."], head: head) == [])
    }

    @Test func `a label that CheXpert lacks is compared by its own words`() {
        let found = notices(["No hiatal hernia."], head: head(["Hernia": 0.9]))
        guard case .contradictsHead(0, "Hernia", .negative, let opinion)? = found.first else {
            Issue.record("\(found)")
            return
        }
        #expect(found.count == 1 && opinion.probability == 0.9)
    }

    @Test func `a comparison with a prior study gets a notice with its words`() {
        #expect(
            notices(["The heart size is normal.", "Unchanged small scar."]).contains(
                .comparesWithPrior(sentence: 1, words: ["Unchanged"])))
        #expect(notices(["The patient is hemodynamically stable."]) == [])
    }

    @Test func `measurements get a notice if the text pipeline loses decimal points`() {
        let texts = ["There is a 25 cm area.", "Seen on 2 views.", "It is 3 x 4mm."]
        #expect(
            notices(texts, pipeline: .parityIU) == [
                .unreliableMeasurement(sentence: 0, words: ["25 cm"]),
                .unreliableMeasurement(sentence: 2, words: ["3 x 4mm"]),
            ])
        #expect(notices(texts, pipeline: .clinical) == [])
    }

    @Test func `a draft in another language has no claims, and says that it was not compared`() {
        let review = DraftReview(textPipeline: .clinical, reference: nil)
        let text = "Kein Pneumothorax, keine Pneumonie."
        #expect(!review.reads([text]) && review.reads(["No pneumothorax.", "Clear lungs."]))
        let head = head(["Pneumonia": 0.9])
        let sentence = review.sentence(text, .findings, probabilities: [0.9], head: head, isRead: false)
        #expect(sentence.claims.isEmpty)
        let notices = review.notices(on: [sentence], words: Self.words, hasEnded: true, head: head, isRead: false)
        #expect(notices == [.textNotRead])
    }

    @Test func `a truncated draft gets a notice`() {
        #expect(notices(["Clear."], hasEnded: false) == [.endedByLengthLimit])
    }

    @Test func `unsure sentences and the most frequent report get notices if the bundle has a safety reference`() throws
    {
        let reference = try InputDistributionTests.reference(lowConfidence: 0.5, words: Self.words)
        #expect(
            notices(["Clear."], confidence: 0.4, reference: reference, words: ["other"]) == [
                .lowConfidence(sentence: 0, probability: 0.4)
            ])
        #expect(notices(["Clear."], confidence: 0.5, reference: reference) == [.mostFrequentReport])
        #expect(notices(["Clear."], confidence: 0.4) == [])
    }
}
