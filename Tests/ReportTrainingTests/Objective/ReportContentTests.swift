import FindingLabels
import Testing

@testable import ReportTraining

@Suite struct ReportContentTests {
    private func study(_ report: StudyReport) -> TrainingStudy {
        TrainingStudy(id: "1", patient: "1", group: nil, views: [], labels: [], report: report)
    }

    @Test func `composed reports have equal content if they state the same findings, however worded`() {
        #expect(study(.composed([.edema, .mass])).content() == study(.composed([.mass, .edema])).content())
        #expect(study(.composed([.edema])).content() != study(.composed([])).content())
        #expect(study(.composed([])).content() == study(.composed([])).content())
    }

    @Test func `a possible finding and a present one are different content`() {
        let edema = study(.composed([.edema]))
        let possible = edema.content(possible: [ChestFinding.edema.index])
        #expect(possible != edema.content())
        #expect(possible == study(.composed([])).content(possible: [ChestFinding.edema.index]))
    }

    private func written(_ text: String) -> ReportContent {
        study(.written(words: text.split(separator: " ").map(String.init), original: text)).content()
    }

    @Test(arguments: [
        ("the heart is normal . no effusion .", "No effusion . The heart is normal"),
        ("no pleural effusion or pneumothorax .", "no pneumothorax . there is no effusion ."),
        ("heart size is within normal limits .", "the heart size is normal ."),
        ("there is a small left pleural effusion .", "a small left pleural effusion is seen ."),
        ("sternotomy wires .", "Sternotomy wires ."),
    ])
    func `written reports have equal content if they state the same findings, however worded`(
        one: String, other: String
    ) {
        #expect(written(one) == written(other))
    }

    @Test(arguments: [
        ("the heart is normal . no effusion .", "the heart is normal ."),
        ("there is a pleural effusion .", "there is no pleural effusion ."),
        ("there is a pleural effusion .", "there may be a pleural effusion ."),
        ("there is a small left pleural effusion .", "there is a large left pleural effusion ."),
        ("there is a small left pleural effusion .", "there is a small right pleural effusion ."),
        ("no pneumonia .", "no pneumonia . sternotomy wires ."), ("no effusion .", "no pneumothorax ."),
        ("kein erguss .", "kein pneumothorax ."),
    ])
    func `written reports that state different findings have different content`(one: String, other: String) {
        #expect(written(one) != written(other))
    }

    @Test func `reports of facts have equal content if they state the same facts, whatever the pictures show`() {
        func stated(_ truth: Set<AttributeValue>, _ said: Set<AttributeValue>, _ sentence: String) -> ReportContent {
            let mass = FactFinding.chest(.mass)
            return study(
                .stated(
                    FactReport(
                        truth: [ReportFact(mass, truth)], stated: [ReportFact(mass, said)], sentences: [sentence]))
            ).content()
        }
        let report = stated([.left, .marked], [.left], "There is a pulmonary mass in the left lung.")
        #expect(report == stated([.left, .slight], [.left], "A left pulmonary mass is seen."))
        #expect(report != stated([.left, .marked], [.left, .marked], "A large left pulmonary mass is seen."))
    }

    @Test func `content is a hash of 48 bits`() {
        #expect(ReportContent(statements: ["a"]).code < 1 << 48)
        #expect(ReportContent(statements: ["a"]) != ReportContent(statements: ["b"]))
    }
}
