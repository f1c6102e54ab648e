import NeuralNetwork
import ReportGeneration
import Testing

@testable import ReportTraining

@Suite struct FactGrammarTests {
    @Test func `reading back inverts composing for every fact in every wording`() {
        for fact in FactFinding.all.flatMap(ReportFact.all) {
            for sentence in FactPhrases.wordings(fact) {
                let reading = FactGrammar.read(words: FactGrammar.words(of: [sentence]))
                #expect(reading.facts == [fact], "\(sentence)")
                #expect(reading.unknownSentences == 0 && reading.absent.isEmpty)
            }
        }
    }

    @Test func `no two facts share a sentence`() {
        let facts = FactFinding.all.flatMap(ReportFact.all)
        let sentences =
            facts.flatMap(FactPhrases.wordings) + FactPhrases.negatives.flatMap(\.wordings) + FactPhrases.asides
        #expect(Set(sentences).count == sentences.count)
        #expect(FactGrammar.statements.count == sentences.count)
        // Six focal findings (3 grades, 2 sides, 3 zones, each or none), three pleural (grade, side), five with a grade,
        // devices (4 kinds, 2 sides) and four incidental ones.
        #expect(facts.count == 6 * 48 + 3 * 12 + 5 * 4 + 15 + 4)
    }

    @Test func `reading back inverts composing for whole reports`() throws {
        for study in try AblationExample.studies.dataset()[.train] {
            let report = try #require(study.facts)
            let reading = FactGrammar.read(words: report.words)
            #expect(reading.facts == report.stated)
            #expect(reading.unknownSentences == 0 && !reading.isContradictory)
        }
    }

    @Test func `a denial is composed only if none of its findings is present`() {
        var generator = RandomGenerator(seed: 1)
        let normal = FactGrammar.read(FactGrammar.compose([], aside: true, using: &generator))
        #expect(normal.facts.isEmpty)
        #expect(normal.absent == Set(FactPhrases.negatives.flatMap(\.absent)))
        let edema = FactGrammar.compose([ReportFact(.chest(.edema), [.slight])], using: &generator)
        #expect(FactGrammar.read(edema).absent == [.chest(.pneumothorax), .chest(.effusion), .chest(.cardiomegaly)])
    }

    @Test func `sentences read as a radiologist would word them`() {
        let nodule = ReportFact(.chest(.nodule), [.slight, .right, .upper])
        #expect(
            FactPhrases.wordings(nodule) == [
                "There is a small pulmonary nodule in the right upper zone.",
                "A small right upper zone pulmonary nodule is seen.",
            ])
        #expect(
            FactPhrases.wordings(ReportFact(.chest(.atelectasis), [.left])) == [
                "There is atelectasis in the left lung.", "Left atelectasis is seen.",
            ])
        #expect(
            FactPhrases.wordings(ReportFact(.chest(.infiltration), [.slight, .right])) == [
                "There are mild pulmonary infiltrates in the right lung.", "Mild right pulmonary infiltrates are seen.",
            ])
        #expect(FactPhrases.wordings(ReportFact(.chest(.edema), [.marked]))[0] == "There is severe pulmonary edema.")
        #expect(
            FactPhrases.wordings(ReportFact(.chest(.effusion), [.moderate, .left]))[0]
                == "There is a moderate pleural effusion on the left.")
        #expect(
            FactPhrases.wordings(ReportFact(.device, [.port, .right])) == [
                "A port is in place on the right.", "There is a right port.",
            ])
    }

    @Test func `a contradiction and an unknown sentence are found`() {
        let reading = FactGrammar.read([
            "The lungs are clear.", "Left atelectasis is seen.", "The trachea is midline.",
        ])
        #expect(reading.isContradictory && reading.unknownSentences == 1)
        #expect(FactGrammar.read(["Left atelectasis is seen.", "Right atelectasis is seen."]).isContradictory)
    }

    @Test func `no report exceeds the stated maximum length`() throws {
        var settings = AblationExample.studies
        settings.trainStudies = 500
        let lengths = try settings.dataset()[.train].map { $0.words(seed: 1, edition: 0).count + 1 }
        #expect(lengths.allSatisfy { $0 <= FactGrammar.longestReport })
        // A report with every finding does not exceed it either.
        let all = FactFinding.all.map { ReportFact($0, Set($0.attributes.compactMap(\.values.first))) }
        var generator = RandomGenerator(seed: 1)
        let words = FactGrammar.words(of: FactGrammar.compose(Set(all), aside: true, using: &generator))
        #expect(words.count < FactGrammar.longestReport)
    }
}
