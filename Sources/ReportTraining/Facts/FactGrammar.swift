package import NeuralNetwork
import ReportGeneration

/// Composes reports that state facts with their attributes, and reads them back. `ReportGrammar` does the same for label
/// sets without attributes.
package enum FactGrammar {
    /// What a sentence states.
    enum Statement: Equatable {
        case fact(ReportFact)
        case absent(Set<FactFinding>)
        /// Something that no picture can show.
        case aside
    }

    /// What a report states, read back from its sentences.
    package struct Reading: Equatable, Sendable {
        package var facts: Set<ReportFact> = []
        package var absent: Set<FactFinding> = []
        /// Number of sentences the grammar does not know.
        package var unknownSentences = 0

        package var findings: Set<FactFinding> { Set(facts.map(\.finding)) }
        /// Whether a finding is both stated and denied, or stated with two sets of attributes.
        package var isContradictory: Bool { !findings.isDisjoint(with: absent) || findings.count < facts.count }
        /// Positions of the labels of the stated findings.
        var labels: Set<Int> { Set(findings.compactMap(\.label)) }
    }

    /// Composes the sentences of a report in the order of dictation, from at most one fact for each finding. With `aside` the
    /// report ends with a sentence about something that no picture can show. The generator only chooses the wording.
    package static func compose(
        _ facts: Set<ReportFact>, aside: Bool = false, using generator: inout RandomGenerator
    ) -> [String] {
        let findings = Set(facts.map(\.finding))
        var sentences: [String] = []
        var denials = FactPhrases.negatives.filter { $0.absent.isDisjoint(with: findings) }
        for finding in FactFinding.all {
            // A denial takes the place of the first finding that it denies.
            if let index = denials.firstIndex(where: { $0.absent.contains(finding) }) {
                sentences.append(choose(denials.remove(at: index).wordings, &generator))
            }
            if let fact = facts.first(where: { $0.finding == finding }) {
                sentences.append(choose(FactPhrases.wordings(fact), &generator))
            }
        }
        if aside { sentences.append(choose(FactPhrases.asides, &generator)) }
        return sentences
    }

    /// Inverts `compose`: looks up every sentence by exact text.
    package static func read(_ sentences: [String]) -> Reading {
        sentences.reduce(into: Reading()) { reading, sentence in
            switch statements[sentence] {
            case .fact(let fact): reading.facts.insert(fact)
            case .absent(let findings): reading.absent.formUnion(findings)
            case .aside: break
            case nil: reading.unknownSentences += 1
            }
        }
    }

    /// Reads the words of a draft.
    package static func read(words: some Sequence<String>) -> Reading {
        let text = ReportText(words: words)
        return read(text.findings + text.impression)
    }

    /// The sentences as the decoder's words; a report of facts has no sections.
    package static func words(of sentences: [String]) -> [String] { sentences.flatMap(ReportText.words(of:)) }

    /// Every sentence the grammar can produce, with its statement.
    static let statements: [String: Statement] = {
        var statements: [String: Statement] = [:]
        for fact in FactFinding.all.flatMap(ReportFact.all) {
            for sentence in FactPhrases.wordings(fact) { statements[sentence] = .fact(fact) }
        }
        for negative in FactPhrases.negatives {
            for sentence in negative.wordings { statements[sentence] = .absent(negative.absent) }
        }
        for sentence in FactPhrases.asides { statements[sentence] = .aside }
        return statements
    }()

    /// Number of words in the longest report the grammar can compose, including the end token.
    static let longestReport: Int = {
        func longest(_ sentences: [String]) -> Int { sentences.map { ReportText.words(of: $0).count }.max() ?? 0 }
        let facts = FactFinding.all.map { longest(ReportFact.all(about: $0).flatMap(FactPhrases.wordings)) }
        let denials = FactPhrases.negatives.map { longest($0.wordings) }
        return (facts + denials).reduce(0, +) + longest(FactPhrases.asides) + 1
    }()

    private static func choose(_ wordings: [String], _ generator: inout RandomGenerator) -> String {
        wordings[Int.random(in: wordings.indices, using: &generator)]
    }
}
