import FindingLabels
import Testing

@testable import ReportGeneration

struct HeadLabelsTests {
    @Test(arguments: [
        ("Effusion", Finding.pleuralEffusion), ("Infiltration", .lungOpacity), ("Mass", .lungLesion),
        ("Nodule", .lungLesion), ("Pleural thickening", .pleuralOther), ("Pleural_Thickening", .pleuralOther),
        ("Fibrosis", .pleuralOther),
    ])
    func `ChestX-ray14's labels have CheXpert's names`(label: String, finding: Finding) {
        #expect(HeadLabels.finding(of: label) == finding)
    }

    @Test func `CheXpert's names are themselves, and others have none`() {
        for finding in Finding.allCases { #expect(HeadLabels.finding(of: finding.rawValue) == finding) }
        #expect(HeadLabels.finding(of: "Emphysema") == nil && HeadLabels.finding(of: "Hernia") == nil)
    }
}
