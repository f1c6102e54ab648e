import ReportMetrics
import Testing

@testable import ReportTraining

@Suite struct AblationScoresTests {
    @Test func `every measure agrees with the one that evaluate prints`() throws {
        let dataset = try AblationExample.studies.dataset()
        let references = dataset[.train].map { DraftReference($0, seed: 1) }
        let drafts = dataset[.train].dropFirst().map { $0.words(seed: 2, edition: 0) } + [["nothing", "."]]
        let found = try AblationScores(
            drafts: drafts, references: references, findingCount: dataset.labels.count, wordNet: WordNet()
        ).values

        let pairs = zip(drafts, references).map { ($0, $1.report.words) }
        #expect(found[.bleu4] == BLEU.score(pairs.map { BLEU.Statistics(candidate: $0, reference: $1) })[3])
        let rouge = pairs.map { ROUGEL.score(candidate: $0, reference: $1) }.reduce(0, +) / Double(pairs.count)
        #expect(abs(try #require(found[.rougeL]) - rouge) < 1e-12)
        let texts = pairs.map { ($0.joined(separator: " "), $1.joined(separator: " ")) }
        let whole = try #require(
            ReportPairs(texts, wordNet: WordNet(), paraphrases: nil).scores(of: Array(texts.indices)))
        #expect(found[.meteor] == whole.meteor15NoParaphrase)
        let findings = FindingScores(
            claimed: drafts.map { FactGrammar.read(words: $0).labels }, labelled: references.map(\.findings),
            findingCount: 15)
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
        ).values
        #expect(scores[.microF1] == 1 && scores[.incidentalF1] == 1)
        // Reports omit a tenth of the attributes.
        #expect(try #require(scores[.attributeF1]) > 0.92 && #require(scores[.attributeF1]) < 0.97)
    }
}
