import FindingLabels

/// What the sentences of a written report state: the findings with their polarity, not the wording.
enum WrittenStatements {
    private static let labeler = FindingLabeler()

    /// The statements of a report's words, in which `.` ends a sentence.
    ///
    /// A denial is the same in any words and in any combination with other denials. A statement of presence or possibility
    /// also has its other words, which may be side, place and size, without the ones that only make a sentence. A sentence
    /// in which no finding is known, and a report in a language that the labeler does not read, count by their words.
    static func all(_ words: [String]) -> Set<String> {
        let isRead = labeler.reads(words.joined(separator: " "))
        return words.split(separator: ".").reduce(into: []) { statements, sentence in
            let text = sentence.joined(separator: " ").lowercased()
            statements.formUnion(isRead ? findings(in: text) ?? [text] : [text])
        }
    }

    /// Nil if the sentence mentions no finding.
    private static func findings(in sentence: String) -> Set<String>? {
        let report = labeler.label(sentence)
        var facts = Finding.allCases.filter { $0 != .noFinding && report[$0] != .unmentioned }
            .map { "\(report[$0].rawValue) \($0.rawValue)" }
        facts += report.evidence.filter { $0.finding == nil }.map { "\($0.status.rawValue) \($0.words.lowercased())" }
        guard !facts.isEmpty else { return nil }
        let denial = "\(FindingStatus.negative.rawValue) "
        if facts.allSatisfy({ $0.hasPrefix(denial) }) { return Set(facts) }
        let rest = Set(sentence.split { !$0.isLetter && !$0.isNumber }.map(String.init)).subtracting(fillers)
        return [(Set(facts).sorted() + rest.sorted()).joined(separator: ", ")]
    }

    /// Words that make a sentence and state nothing.
    private static let fillers: Set<String> = [
        "the", "a", "an", "this", "there", "is", "are", "was", "were", "be", "been", "being", "has", "have", "of", "in",
        "on",
        "at", "with", "to", "and", "which", "that", "seen", "noted", "present", "identified", "visualized", "evident",
        "again", "also", "demonstrates", "demonstrate", "shows", "show",
    ]
}
