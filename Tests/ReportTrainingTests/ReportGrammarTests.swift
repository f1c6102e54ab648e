import NeuralNetwork
import ReportGeneration
import Testing

@testable import ReportTraining

struct ReportGrammarTests {
    private static func findings(_ bits: Int) -> Set<ChestFinding> {
        Set(ChestFinding.allCases.filter { bits >> $0.index & 1 == 1 })
    }

    @Test func `every report of every set of findings reads back as that set`() {
        for bits in 0..<(1 << ChestFinding.allCases.count) {
            var generator = RandomGenerator(seed: UInt64(bits))
            let findings = Self.findings(bits)
            let report = ReportGrammar.compose(findings, using: &generator)
            let reading = ReportGrammar.read(report)
            if reading.present != findings || reading.unknownSentences > 0 || !reading.contradictions.isEmpty {
                Issue.record("\(findings) became \(reading): \(report.text)")
                return
            }
        }
    }

    /// Decodes a base-3 number with a digit per finding: 0 absent, 1 present, 2 possible.
    private static func degrees(_ number: Int) -> (present: Set<ChestFinding>, possible: Set<ChestFinding>) {
        var (rest, present, possible) = (number, Set<ChestFinding>(), Set<ChestFinding>())
        for finding in ChestFinding.allCases {
            if rest % 3 == 1 { present.insert(finding) }
            if rest % 3 == 2 { possible.insert(finding) }
            rest /= 3
        }
        return (present, possible)
    }

    private static func length(_ present: Set<ChestFinding>, _ possible: Set<ChestFinding>) -> Int {
        (ReportGrammar.findingsPhrases(present, possible) + ReportGrammar.impressionPhrases(present, possible))
            .reduce(0) { $0 + $1.longestVariant }
    }

    /// A sample of all 3^14 combinations, evenly spaced.
    private static let spread = stride(from: 0, to: 4_782_969, by: 1171)

    @Test func `every report of present and possible findings reads back as the same findings`() {
        for number in Self.spread {
            var generator = RandomGenerator(seed: UInt64(number))
            let (present, possible) = Self.degrees(number)
            let report = ReportGrammar.compose(present, possible: possible, using: &generator)
            let reading = ReportGrammar.read(report)
            if reading.present != present || reading.possible != possible || reading.unknownSentences > 0
                || !reading.contradictions.isEmpty
            {
                Issue.record("\(present) \(possible) became \(reading): \(report.text)")
                return
            }
        }
    }

    @Test func `a possible finding is never stated as present, in either section`() {
        for finding in ChestFinding.allCases {
            var generator = RandomGenerator(seed: 1)
            let report = ReportGrammar.compose([], possible: [finding], using: &generator)
            for sentences in [report.findings, report.impression] {
                let claims = sentences.compactMap { ReportGrammar.claimsBySentence[$0] }
                #expect(claims.contains { $0.possible == [finding] } && claims.allSatisfy { $0.present.isEmpty })
            }
        }
    }

    @Test func `no sentence stands for two different claims`() {
        let phrases = FindingsPhrases.all + ImpressionPhrases.all + PossiblePhrases.all
        #expect(Set(phrases.flatMap(\.variants)).count == phrases.flatMap(\.variants).count)
    }

    @Test func `every sentence is rebuilt from its words`() {
        for sentence in ReportGrammar.claimsBySentence.keys {
            let report = ReportText(findings: [sentence], impression: [sentence])
            #expect(ReportText(words: report.words) == report)
        }
    }

    @Test func `the clinical pipeline gives the same words for every sentence`() {
        for sentence in ReportGrammar.claimsBySentence.keys {
            let report = ReportText(findings: [sentence], impression: [sentence])
            #expect(TextPipeline.clinical.words(of: report.text) == report.words)
        }
    }

    @Test func `no report exceeds the decoder's capacity`() {
        var longest = 0
        for bits in 0..<(1 << ChestFinding.allCases.count) {
            let findings = Self.findings(bits)
            let phrases = ReportGrammar.findingsPhrases(findings) + ReportGrammar.impressionPhrases(findings)
            longest = max(longest, phrases.reduce(0) { $0 + ($1.longestVariant) } + 2)
        }
        // Findings that share sentences in every combination; each other finding in the longer of its two forms.
        let joined: [ChestFinding] = [.consolidation, .infiltration, .pneumonia, .edema, .effusion, .pneumothorax]
        let others = ChestFinding.allCases.filter { !joined.contains($0) }
        for number in 0..<729 {
            let degrees = joined.indices.map { number / [1, 3, 9, 27, 81, 243][$0] % 3 }
            var present = Set(joined.indices.filter { degrees[$0] == 1 }.map { joined[$0] })
            var possible = Set(joined.indices.filter { degrees[$0] == 2 }.map { joined[$0] })
            for other in others {
                let isLonger =
                    Self.length(present.union([other]), possible) >= Self.length(present, possible.union([other]))
                if isLonger { present.insert(other) } else { possible.insert(other) }
            }
            longest = max(longest, Self.length(present, possible) + 2)
        }
        #expect(longest == ReportGrammar.longestReport)
    }

    @Test func `sentences claim no side, change or size, and only those about possible findings express doubt`() {
        let forbidden: Set<String> = [
            "left", "right", "bilateral", "unchanged", "stable", "new", "prior", "previous", "increased", "may",
            "might",
            "possible", "possibly", "probable", "likely", "suggest", "cm", "mm", "mild", "moderate", "severe", "tube",
            "catheter", "pacemaker", "fracture", "bones",
        ]
        for (sentence, claims) in ReportGrammar.claimsBySentence where !sentence.contains("Interstitial markings") {
            let allowed: Set<String> = claims.possible.isEmpty ? [] : ["may", "possible"]
            #expect(forbidden.subtracting(allowed).isDisjoint(with: ReportText.words(of: sentence)), "\(sentence)")
        }
    }

    @Test func `a normal film gets the normal report in the order of dictation`() {
        var generator = RandomGenerator(seed: 3)
        let report = ReportGrammar.compose([], using: &generator)
        #expect(report.findings.count == 3)
        #expect(FindingsPhrases.clearLungs.variants.contains(report.findings[0]))
        #expect(FindingsPhrases.clearPleura.variants.contains(report.findings[1]))
        #expect(FindingsPhrases.normalHeart.variants.contains(report.findings[2]))
        #expect(report.impression.count == 1)
    }

    @Test func `detects contradictions and unknown sentences`() {
        let report = ReportText(
            findings: ["There is a pneumothorax.", "No pneumothorax.", "The moon is full."], impression: [])
        let reading = ReportGrammar.read(report)
        #expect(reading.present == [.pneumothorax])
        #expect(reading.contradictions == [.pneumothorax])
        #expect(reading.unknownSentences == 1)
    }

    @Test func `all wordings occur, the first most often`() {
        var counts: [String: Int] = [:]
        var generator = RandomGenerator(seed: 9)
        for _ in 0..<3000 { counts[FindingsPhrases.effusion.choose(&generator), default: 0] += 1 }
        #expect(counts.count == 3)
        #expect((1350...1650).contains(counts[FindingsPhrases.effusion.variants[0]] ?? 0))
        #expect((counts[FindingsPhrases.effusion.variants[2]] ?? 0) > 600)
    }
}

extension Phrase {
    fileprivate var longestVariant: Int { variants.map { ReportText.words(of: $0).count }.max() ?? 0 }
}
