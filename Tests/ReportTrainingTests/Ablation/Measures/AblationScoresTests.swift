import ReportMetrics
import Testing

@testable import ReportTraining

@Suite struct AblationScoresTests {
    @Test func `every measure agrees with the evaluation`() throws {
        let dataset = try AblationExample.studies.dataset()
        let references = dataset[.train].map { DraftReference($0, seed: 1) }
        let drafts = dataset[.train].dropFirst().map { $0.words(seed: 2, edition: 0) } + [["nothing", "."]]
        let cases = [0, 3, 3, 7, 11, 20, 23, 5]
        let scores = try AblationScores(
            drafts: drafts, references: references, findingCount: dataset.labels.count, wordNet: WordNet())
        let found = scores.values(cases)

        let pairs = cases.map { (drafts[$0], references[$0].report.words) }
        #expect(found[.bleu4] == BLEU.score(pairs.map { BLEU.Statistics(candidate: $0, reference: $1) })[3])
        let rouge = pairs.map { ROUGEL.score(candidate: $0, reference: $1) }.reduce(0, +) / Double(cases.count)
        #expect(abs(try #require(found[.rougeL]) - rouge) < 1e-12)
        let texts = pairs.map { ($0.joined(separator: " "), $1.joined(separator: " ")) }
        let whole = try #require(ReportPairs(texts, wordNet: WordNet(), paraphrases: nil).scores(of: Array(0..<8)))
        #expect(found[.meteor] == whole.meteor15NoParaphrase)
        let findings = FindingScores(
            claimed: cases.map { FactGrammar.read(words: drafts[$0]).labels },
            labelled: cases.map { references[$0].findings }, findingCount: 15)
        #expect(found[.microF1] == findings.micro.f1 && found[.macroRecall] == findings.macro.recall)
        #expect(found.keys.count { $0.isOfDrafts } == found.count && found[.exact] != nil)
    }

    @Test func `findings are scored against the truth, not against the labels as given`() throws {
        var settings = AblationExample.studies
        settings.trainStudies = 200
        let dataset = try settings.dataset()
        let studies = dataset[.train]
        #expect(studies.contains { $0.facts?.labels != $0.positives })
        let scores = try AblationScores(
            drafts: studies.map { $0.words(seed: 1, edition: 0) },
            references: studies.map { DraftReference($0, seed: 1) }, findingCount: dataset.labels.count,
            wordNet: WordNet()
        ).values(Array(studies.indices))
        #expect(scores[.microF1] == 1 && scores[.incidentalF1] == 1)
        // Reports omit a tenth of the attributes.
        #expect(try #require(scores[.attributeF1]) > 0.92 && #require(scores[.attributeF1]) < 0.97)
    }
}
