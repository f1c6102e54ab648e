/// A sentence that compares with an earlier study.
package struct ComparisonSentence: Sendable, Equatable {
    /// Position of the sentence in the report, from 0, as in `FindingEvidence`.
    package let sentence: Int
    /// The sentence without its period in the original text, in Unicode scalars.
    package let range: Range<Int>
    /// The comparing words as written.
    package let words: [String]
}

/// Finds the sentences of a report that compare with an earlier study. A model that was shown no earlier study has made
/// them up.
///
/// "New" and "no new", "stable", "increased" and "remains" all claim knowledge of an earlier film. These are not
/// comparisons: the patient's state ("hemodynamically stable"), the patient's past ("previous sternotomy", "old
/// granulomatous disease"), a comparison with the usual ("increased density") and a statement that there is no earlier
/// film.
package struct PriorComparison: Sendable {
    private enum Role {
        case word, past, event, exception
    }

    /// How far after "prior" an event may be, in bytes: two or three words.
    private static let reach = 30

    private let roles: [Role]
    private let automaton: PhraseAutomaton

    package init() {
        let phrases: [(String, Role)] =
            ComparisonTable.words.map { ($0, .word) } + ComparisonTable.past.map { ($0, .past) }
            + ComparisonTable.events.map { ($0, .event) } + ComparisonTable.exceptions.map { ($0, .exception) }
        roles = phrases.map(\.1)
        automaton = PhraseAutomaton(phrases.map(\.0))
    }

    /// The comparing sentences, in order. Takes time linear in the text.
    package func sentences(of text: String) -> [ComparisonSentence] {
        let cleaned = CleanedText(text)
        let original = SourceText(text)
        return cleaned.sentences.enumerated().compactMap { number, sentence in
            let words = comparisons(in: sentence, of: cleaned)
            guard !words.isEmpty else { return nil }
            return ComparisonSentence(
                sentence: number, range: original.scalars(cleaned.origin(of: cleaned.trimmed(sentence))),
                words: words.map { original.words(cleaned.origin(of: $0)) })
        }
    }

    /// Whether any sentence compares with an earlier study.
    package func isFound(in text: String) -> Bool {
        let cleaned = CleanedText(text)
        return cleaned.sentences.contains { !comparisons(in: $0, of: cleaned).isEmpty }
    }

    private func comparisons(in sentence: Range<Int>, of cleaned: CleanedText) -> [Range<Int>] {
        var found: [Role: [Range<Int>]] = [:]
        automaton.search(cleaned.bytes, in: sentence) { found[roles[$0.phrase], default: []].append($0.range) }
        let marks = found[.past] ?? []
        let past = zip(marks, marks.dropFirst().map(\.lowerBound) + [sentence.upperBound]).filter { mark, next in
            let end = min(next, mark.upperBound + Self.reach)
            return !(found[.event] ?? []).contains {
                (mark.upperBound..<max(end, mark.upperBound)).contains($0.lowerBound)
            }
        }.map(\.0)
        var end = 0
        return ((found[.word] ?? []) + past)
            .filter { word in !(found[.exception] ?? []).contains { $0.overlaps(word) } }
            .sorted { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }
            .filter { word in
                defer { end = max(end, word.upperBound) }
                return word.lowerBound >= end
            }
    }
}
