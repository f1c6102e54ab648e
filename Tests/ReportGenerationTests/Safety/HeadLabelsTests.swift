import FindingLabels
import Testing

@testable import ReportGeneration

struct HeadLabelsTests {
    @Test(arguments: [
        ("Effusion", Finding.pleuralEffusion), ("Infiltration", .lungOpacity), ("Mass", .lungLesion),
        ("Nodule", .lungLesion), ("Pleural thickening", .pleuralOther), ("Pleural_Thickening", .pleuralOther),
        ("Fibrosis", .pleuralOther),
    ])
    func `ChestX-ray14's labels map to CheXpert's findings`(label: String, finding: Finding) {
        #expect(HeadLabels.finding(of: label) == finding)
    }

    @Test func `CheXpert's names map to themselves, and other labels to none`() {
        for finding in Finding.allCases { #expect(HeadLabels.finding(of: finding.rawValue) == finding) }
        #expect(HeadLabels.finding(of: "Emphysema") == nil && HeadLabels.finding(of: "Hernia") == nil)
    }
}
