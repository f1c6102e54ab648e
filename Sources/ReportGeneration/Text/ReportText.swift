/// A report's two sections, sentence by sentence, and its form as words for the decoder.
package struct ReportText: Codable, Sendable, Equatable {
    /// Sentences of the Findings section, each with capital and period.
    package var findings: [String]
    /// Sentences of the Impression section.
    package var impression: [String]

    package init(findings: [String], impression: [String]) {
        self.findings = findings
        self.impression = impression
    }

    /// The word that starts the Impression section in a word sequence; Findings come before it.
    package static let impressionWord = "impression:"

    /// The report as words: lower case but for acronyms, `.` and `,` apart, `impression:` between the sections.
    package var words: [String] {
        findings.flatMap(Self.words(of:)) + [Self.impressionWord] + impression.flatMap(Self.words(of:))
    }

    /// Builds the sections from words. A sentence ends at `.`; what follows the last period is kept as a sentence too,
    /// so that a report cut short is seen and not lost. Empty sentences are dropped.
    package init(words: some Sequence<String>) {
        var sections: [[String]] = [[], []]
        for sentence in Self.sentences(of: words) {
            sections[sentence.isImpression ? 1 : 0].append(sentence.text)
        }
        self.init(findings: sections[0], impression: sections[1])
    }

    /// The report as a person reads it; without an Impression, no heading for one.
    package var text: String {
        let body = "FINDINGS: " + findings.joined(separator: " ")
        return impression.isEmpty ? body : body + "\n\nIMPRESSION: " + impression.joined(separator: " ")
    }

    /// One sentence of a word sequence, with the positions of its words there.
    struct Sentence: Equatable {
        var text: String
        var positions: Range<Int>
        var isImpression: Bool
    }

    static func sentences(of words: some Sequence<String>) -> [Sentence] {
        var sentences: [Sentence] = []
        var current: [String] = []
        var start = 0
        var isImpression = false
        func close(at end: Int) {
            if !current.allSatisfy({ $0 == "." || $0 == "," }) {
                sentences.append(
                    Sentence(text: sentence(of: current), positions: start..<end, isImpression: isImpression))
            }
            current = []
            start = end
        }
        var position = 0
        for word in words {
            if word == impressionWord {
                close(at: position)
                isImpression = true
                start = position + 1
            } else {
                current.append(word)
                if word == "." { close(at: position + 1) }
            }
            position += 1
        }
        close(at: position)
        return sentences
    }

    /// The words of a composed sentence. Written reports go through `TextPipeline`, which gives composed ones the same.
    package static func words(of sentence: String) -> [String] {
        var words: [String] = []
        for part in sentence.split(separator: " ") {
            let core = part.reversed().drop { $0 == "." || $0 == "," }.reversed().map(String.init).joined()
            if !core.isEmpty { words.append(isAcronym(core) ? core : core.lowercased()) }
            words += part.suffix(part.count - core.count).map(String.init)
        }
        return words
    }

    /// Words as one sentence, with capital and period: no space before a mark that closes or behind a bracket that opens,
    /// and one point only behind "etc.".
    static func sentence(of words: [String]) -> String {
        var text = ""
        for word in words {
            if word == "." && (text.hasSuffix(".") || text.hasSuffix("?")) { continue }
            if !text.isEmpty && !closingMarks.contains(word) && !text.hasSuffix("(") { text += " " }
            text += word
        }
        if !text.hasSuffix(".") && !text.hasSuffix("?") { text += "." }
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let closingMarks: Set<String> = [".", ",", ";", ":", "?", ")"]

    private static func isAcronym(_ word: String) -> Bool {
        word.count > 1 && word.allSatisfy(\.isUppercase)
    }
}
