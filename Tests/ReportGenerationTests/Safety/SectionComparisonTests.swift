import FindingLabels
import Testing

@testable import ReportGeneration

struct SectionComparisonTests {
    private let head = HeadOpinions(
        ["Effusion", "Pneumonia", "Mass", "Nodule"].map {
            FindingProbability(label: $0, probability: 0.3, threshold: 0.2, presentThreshold: 0.5)
        })

    private func notices(_ findings: String, _ impression: String) -> [DraftNotice] {
        let review = DraftReview(textPipeline: .clinical, reference: nil)
        return SectionComparison.notices(
            on: [
                review.sentence(findings, .findings, probabilities: [0.9], head: head),
                review.sentence(impression, .impression, probabilities: [0.9], head: head),
            ])
    }

    @Test(arguments: [
        ("There is a pleural effusion.", "No pleural effusion.", "Effusion"),
        ("No pneumothorax.", "Pneumothorax.", "Pneumothorax"),
        ("There is pneumonia.", "No acute disease.", "Pneumonia"),
        ("A mass is seen.", "No mass, but a nodule.", "Mass"),
    ])
    func `an Impression that denies what the Findings state, or states what they deny, gets a notice`(
        findings: String, impression: String, name: String
    ) {
        #expect(
            notices(findings, impression) == [.sectionsDisagree(sentence: 1, finding: name, against: findings)])
    }

    @Test(arguments: [
        ("There is a pleural effusion.", "Pleural effusion."), ("There is a pleural effusion.", "Possible effusion."),
        ("There is a pleural effusion.", "No acute cardiopulmonary disease."), ("A nodule is seen.", "No mass."),
        ("No pneumonia.", "No acute cardiopulmonary disease."), ("Pneumonia is possible.", "No pneumonia."),
    ])
    func `sections that can both be true get none`(findings: String, impression: String) {
        #expect(notices(findings, impression) == [])
    }
}
