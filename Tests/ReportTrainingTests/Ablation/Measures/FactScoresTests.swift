import Testing

@testable import ReportTraining

@Suite struct FactScoresTests {
    @Test func `attributes, incidental findings and exact reports match a count by hand`() throws {
        let truth = [
            FactExample.report([
                ReportFact(.chest(.nodule), [.slight, .right, .upper]), ReportFact(.incidental(.aorta)),
            ]),
            FactExample.report([ReportFact(.chest(.edema), [.marked])]),
            FactExample.report([]),
        ]
        let drafts = [
            // Correct side and size, wrong zone; the aorta is missed and the spine invented.
            [
                "There is a small pulmonary nodule in the right lower zone.",
                "There are degenerative changes of the spine.",
            ],
            // Exact.
            ["There is severe pulmonary edema.", "Clinical correlation is recommended."],
            // An invented finding with two attributes.
            ["There is a large pleural effusion on the left."],
        ]
        let scores = FactScores(readings: drafts.map { FactGrammar.read($0) }, reports: truth).values
        // Attributes: claimed 3 + 1 + 2, true 3 + 1 + 0, both 2 + 1.
        #expect(scores[.attributeF1] == 2 * 3 / 10.0)
        #expect(scores[.incidentalF1] == 0)
        #expect(scores[.exact] == 1.0 / 3)
    }

    @Test func `a draft with an unknown sentence, a contradiction or a missing attribute is not exact`() {
        let report = FactExample.report([ReportFact(.chest(.edema), [.marked])])
        let drafts = [
            ["There is severe pulmonary edema.", "The trachea is midline."],
            ["There is severe pulmonary edema.", "The lungs are clear."],
            ["There is pulmonary edema."], ["Severe pulmonary edema is seen."],
        ]
        let exact = drafts.map { FactScores(readings: [FactGrammar.read($0)], reports: [report]).values[.exact] }
        #expect(exact == [0, 0, 0, 1])
    }
}
