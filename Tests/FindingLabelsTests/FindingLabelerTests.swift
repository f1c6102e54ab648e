import FindingLabels
import Testing

struct FindingLabelerTests {
    private static let shared = FindingLabeler()
    private var labeler: FindingLabeler { Self.shared }

    @Test(arguments: [
        LabelCase(
            "Heart size normal and lungs are clear. No edema or pneumonia. No effusion",
            "+noFinding -cardiomegaly -edema -pneumonia -pleuralEffusion"),
        LabelCase(
            """
            1. Left pleural effusion with adjacent atelectasis. Right effusion is also present.

            2. Cardiomegaly without overt edema.
            """, "+cardiomegaly -edema +atelectasis +pleuralEffusion"),
        LabelCase(
            "Minimal patchy airspace disease within the lingula, may reflect atelectasis or consolidation.",
            "+lungOpacity ?consolidation ?atelectasis"),
        LabelCase("1. Stable mild cardiomegaly. 2. Hyperexpanded but clear lungs.", "+cardiomegaly"),
    ])
    func `labels CheXpert's own four examples as CheXpert does`(report: LabelCase) {
        #expect(report.said(by: labeler) == report.wanted)
    }

    @Test(arguments: templateSentences) func `follows each rule`(sentence: LabelCase) {
        #expect(sentence.said(by: labeler) == sentence.wanted)
    }

    @Test(arguments: hardSnippets) func `reads hard passages as a radiologist would`(passage: LabelCase) {
        #expect(passage.said(by: labeler) == passage.wanted)
    }

    @Test(arguments: knownLimits) func `has these limits`(passage: LabelCase) {
        withKnownIssue { #expect(passage.said(by: labeler) == passage.wanted) }
    }

    private static let findings = [
        "consolidation", "pleural effusion", "pneumothorax", "pulmonary edema", "atelectasis", "pneumonia",
        "rib fracture", "pulmonary nodule", "pleural thickening", "cardiomegaly", "opacity", "chest tube",
    ]

    @Test(arguments: findings) func `a prefix negates a finding`(finding: String) throws {
        let plain = labeler.label("Left \(finding).")
        let mention = try #require(plain.evidence.first?.finding)
        #expect(plain[mention] == .positive)
        #expect(labeler.label("No evidence of left \(finding).")[mention] == .negative)
        #expect(labeler.label("Cannot exclude left \(finding).")[mention] == .uncertain)
        #expect(labeler.label("Left \(finding) has resolved.")[mention] == .negative)
        #expect(labeler.label("LEFT \(finding.uppercased()).")[mention] == .positive)
    }

    @Test(arguments: hardSnippets) func `a normal sentence about something else changes nothing`(passage: LabelCase) {
        let before = LabelCase("The soft tissues are normal. " + passage.text, passage.expected)
        let after = LabelCase(passage.text + "\n\nThe soft tissues are normal.", passage.expected)
        #expect(before.said(by: labeler) == passage.wanted)
        #expect(after.said(by: labeler) == passage.wanted)
    }

    @Test(arguments: templateSentences + hardSnippets)
    func `evidence quotes its words from the original text`(passage: LabelCase) {
        let report = labeler.label(passage.text)
        let scalars = Array(passage.text.unicodeScalars)
        for evidence in report.evidence {
            let cut = String(String.UnicodeScalarView(scalars[evidence.range]))
            #expect(cut == evidence.words)
            #expect(evidence.words.first?.isLetter == true)
        }
    }

    @Test func `evidence names the mention, its sentence and what negated it`() throws {
        let report = labeler.label("Évident œdema aside. No pleural effusion; possible Pneumonia.")
        let effusion = try #require(report.evidence.first { $0.finding == .pleuralEffusion })
        #expect(effusion.words == "effusion" && effusion.sentence == 1 && effusion.trigger == "no")
        #expect(effusion.range == 32..<40)
        let pneumonia = try #require(report.evidence.first { $0.finding == .pneumonia })
        #expect(pneumonia.status == .uncertain && pneumonia.words == "Pneumonia" && pneumonia.trigger == "possible")
    }

    @Test func `an abnormality outside the fourteen rules No Finding out`() {
        let report = labeler.label("Mild scoliosis. No effusion.")
        #expect(report[.noFinding] == .unmentioned)
        #expect(report.evidence.first?.finding == nil)
    }

    @Test func `accepts any text, even long ones without a period`() {
        for text in ["", " ", ".", "\u{0}", "….", "\r\n\r\n", "XXXX", "/", "a/", "/and/or", "🫁 No effusion 🫁"] {
            #expect(labeler.label(text).statuses.count == 14)
        }
        let long = String(repeating: "no effusion or ", count: 5_000)
        #expect(labeler.label(long).evidence.count == 5_000)
        #expect(labeler.label(String(repeating: "a", count: 1_000_000)).evidence.isEmpty)
    }
}
