import ReportMetrics
import Testing

@testable import ReportTraining

@Suite struct AblationScoresTests {
    @Test func `every measure agrees with the evaluation`() throws {
        let dataset = try AblationExample.studies.dataset()
        let references = dataset[.train].map { DraftReference($0, seed: 1) }
        let drafts = dataset[.train].dropFirst().map { $0.words(seed: 2, edition: 0) } + [["nothing", "."]]
        let cases = [0, 3, 3, 7, 11, 20, 23, 5]
        let values = try AblationScores(drafts: drafts, references: references, wordNet: WordNet()).values(cases)
        let found = Dictionary(uniqueKeysWithValues: zip(AblationMeasure.allCases, values))

        let pairs = cases.map { (drafts[$0], references[$0].report.words) }
        #expect(found[.bleu4] == BLEU.score(pairs.map { BLEU.Statistics(candidate: $0, reference: $1) })[3])
        let rouge = pairs.map { ROUGEL.score(candidate: $0, reference: $1) }.reduce(0, +) / Double(cases.count)
        #expect(abs(try #require(found[.rougeL]) - rouge) < 1e-12)
        let texts = pairs.map { ($0.joined(separator: " "), $1.joined(separator: " ")) }
        let scores = try #require(ReportPairs(texts, wordNet: WordNet(), paraphrases: nil).scores(of: Array(0..<8)))
        #expect(found[.meteor] == scores.meteor15NoParaphrase)
        let findings = FindingScores(
            claimed: cases.map { DraftClaims(composed: drafts[$0]).present },
            labelled: cases.map { references[$0].findings }, findingCount: 14)
        let expected = [findings.micro, findings.macro].flatMap { [$0.precision, $0.recall, $0.f1] }
        #expect(expected.contains { $0 > 0 && $0 < 1 })
        for (value, expected) in zip(values[3...], expected) { #expect(abs(value - expected) < 1e-12) }
    }
}
