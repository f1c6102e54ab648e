/// A report's two sections as sentences, with conversion to and from the decoder's words.
package struct ReportText: Codable, Sendable, Equatable {
    /// Sentences of the Findings section, each with a capital and a period.
    package var findings: [String]
    /// Sentences of the Impression section.
    package var impression: [String]

    package init(findings: [String], impression: [String]) {
        self.findings = findings
        self.impression = impression
    }

    /// Starts the Impression section in a word sequence; Findings come before it.
    package static let impressionWord = "impression:"

    /// The report as words: lower case except for acronyms, `.` and `,` separate, `impression:` between the sections.
    package var words: [String] {
        findings.flatMap(Self.words(of:)) + [Self.impressionWord] + impression.flatMap(Self.words(of:))
    }

    /// Builds the sections from words. A sentence ends at `.`; words after the last period form a sentence too, so that
    /// a truncated report stays visible. Empty sentences are dropped.
    package init(words: some Sequence<String>) {
        var sections: [[String]] = [[], []]
        for sentence in Self.sentences(of: words) {
            sections[sentence.isImpression ? 1 : 0].append(sentence.text)
        }
        self.init(findings: sections[0], impression: sections[1])
    }

    /// The report as human-readable text; the heading of an empty Impression is left out.
    package var text: String {
        let body = "FINDINGS: " + findings.joined(separator: " ")
        return impression.isEmpty ? body : body + "\n\nIMPRESSION: " + impression.joined(separator: " ")
    }

    /// One sentence of a word sequence, with the positions of its words.
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

    /// The words of a composed sentence. Written reports go through `TextPipeline`, which gives the same result for
    /// composed ones.
    package static func words(of sentence: String) -> [String] {
        var words: [String] = []
        for part in sentence.split(separator: " ") {
            let core = part.reversed().drop { $0 == "." || $0 == "," }.reversed().map(String.init).joined()
            if !core.isEmpty { words.append(isAcronym(core) ? core : core.lowercased()) }
            words += part.suffix(part.count - core.count).map(String.init)
        }
        return words
    }

    /// Joins words to one sentence with a capital and a period: no space before a closing mark or after an opening
    /// bracket, and a single period after "etc.".
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
