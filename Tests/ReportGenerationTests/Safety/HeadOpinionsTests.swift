import FindingLabels
import Testing

@testable import ReportGeneration

struct HeadOpinionsTests {
    private static let labels = [
        "Atelectasis", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia", "Consolidation", "Fibrosis",
        "Pleural thickening", "Emphysema", "Hernia",
    ]

    /// Calibrated estimates: 10 % for every label that is not given.
    private func head(_ probabilities: [String: Double], labels: [String] = labels) -> HeadOpinions {
        HeadOpinions(
            labels.map {
                FindingProbability(
                    label: $0, probability: probabilities[$0] ?? 0.1, threshold: 0.2, presentThreshold: 0.5)
            })
    }

    private func claims(_ text: String, _ head: HeadOpinions) -> [ClaimedFinding] {
        head.claims(of: FindingLabeler().label(text))
    }

    /// Pneumonia is nearly certain in all of them: its probability must stand beside no sentence about something else.
    @Test(arguments: [
        ("Patchy pulmonary infiltrates are present.", ["Infiltration"]),
        ("There are patchy airspace infiltrates consistent with pneumonia.", ["Infiltration", "Pneumonia"]),
        ("There is airspace opacity in keeping with pneumonia.", ["Pneumonia"]),
        ("There is airspace consolidation.", ["Consolidation"]),
        ("Linear opacities are in keeping with atelectasis.", ["Atelectasis"]),
        ("A mass-like pulmonary opacity is seen.", ["Mass"]), ("A lung nodule is seen.", ["Nodule"]),
        ("Coarse reticular opacities are in keeping with fibrosis.", ["Fibrosis"]),
        ("Fibrotic scarring is present.", ["Fibrosis"]), ("There is pleural thickening.", ["Pleural thickening"]),
        ("The lungs are hyperinflated, in keeping with emphysema.", ["Emphysema"]),
        ("A retrocardiac opacity is in keeping with a hiatal hernia.", ["Hernia"]),
        ("There is a hazy opacity.", []), ("No focal airspace opacity is seen.", []),
    ])
    func `a sentence has the estimates of the findings that it names, and no others`(text: String, labels: [String]) {
        let found = claims(text, head(["Pneumonia": 0.935])).compactMap(\.opinion?.label)
        #expect(Set(found) == Set(labels), "\(text)")
    }

    @Test func `a finding that is likely does not support another one`() {
        let head = head(["Pneumonia": 0.935, "Infiltration": 0.3])
        let claim = claims("Patchy pulmonary infiltrates are present.", head)
        #expect(claim.map(\.agreement) == [.contradicts] && claim.first?.opinion?.probability == 0.3)
        #expect(claims("There is airspace consolidation.", head).map(\.agreement) == [.contradicts])
    }

    @Test func `each of two labels of one finding has the status that its own words have`() {
        let found = claims("No mass, but a nodule is seen.", head(["Nodule": 0.8, "Mass": 0.7]))
        #expect(found.map(\.opinion?.label) == ["Mass", "Nodule"])
        #expect(found.map(\.status) == [.negative, .positive] && found.map(\.agreement) == [.contradicts, .agrees])
    }

    @Test func `general words are compared with everything they may stand for, and named in the contradiction`() {
        let present = head(["Pneumonia": 0.8])
        #expect(claims("There is a hazy opacity.", present).map(\.agreement) == [.agrees])
        let denial = claims("There is no focal airspace opacity.", present)
        #expect(denial.map(\.agreement) == [.contradicts] && denial.first?.opinion == nil)
        #expect(denial.first.flatMap(present.contradicted)?.label == "Pneumonia")
        #expect(claims("There is no focal airspace opacity.", head(["Mass": 0.8])).map(\.agreement) == [.agrees])
    }

    @Test func `Lung Opacity of a CheXpert head is supported by its subtypes and has its own estimate`() {
        let head = head(["Lung Opacity": 0.3, "Edema": 0.8], labels: ["Lung Opacity", "Edema", "Cardiomegaly"])
        let found = claims("There is hazy opacity.", head)
        #expect(found.map(\.agreement) == [.agrees] && found.map(\.opinion?.label) == ["Lung Opacity"])
        #expect(claims("Heart failure.", head).map(\.opinion?.label) == ["Cardiomegaly", "Edema"])
    }
}
