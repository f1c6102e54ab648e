import Testing

@testable import ReportTraining

@Suite struct FactScoresTests {
    @Test func `attributes, incidental findings and exact reports are counted by hand`() throws {
        let truth = [
            FactExample.report([
                ReportFact(.chest(.nodule), [.slight, .right, .upper]), ReportFact(.incidental(.aorta)),
            ]),
            FactExample.report([ReportFact(.chest(.edema), [.marked])]),
            FactExample.report([]),
        ]
        let drafts = [
            // Right side and size, wrong zone; the aorta is missed and the spine invented.
            ["There is a small lung nodule in the right lower zone.", "There are degenerative changes of the spine."],
            // Exact.
            ["There is severe pulmonary edema.", "Clinical correlation is recommended."],
            // An invented finding with two attributes.
            ["There is a large pleural effusion on the left."],
        ]
        let scores = FactScores(readings: drafts.map { FactGrammar.read($0) }, reports: truth).values([0, 1, 2])
        // Attributes: claimed 3 + 1 + 2, true 3 + 1 + 0, both 2 + 1.
        #expect(scores[.attributeF1] == 2 * 3 / 10.0)
        #expect(scores[.incidentalF1] == 0)
        #expect(scores[.exact] == 1.0 / 3)
    }

    @Test func `an unknown sentence, a contradiction or an omitted attribute is not exact`() {
        let report = FactExample.report([ReportFact(.chest(.edema), [.marked])])
        let drafts = [
            ["There is severe pulmonary edema.", "The trachea is midline."],
            ["There is severe pulmonary edema.", "The lungs are clear."],
            ["There is pulmonary edema."], ["Severe pulmonary edema is seen."],
        ]
        let scores = FactScores(
            readings: drafts.map { FactGrammar.read($0) }, reports: [report, report, report, report])
        #expect((0..<4).map { scores.values([$0])[.exact] } == [0, 0, 0, 1])
    }
}
