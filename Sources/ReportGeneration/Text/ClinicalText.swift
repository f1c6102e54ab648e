/// Tokenises a report for a decoder whose drafts a person reads.
///
/// Splits at white space; periods, commas, colons and brackets at the ends of a word become tokens of their own, and
/// those inside a word stay: "2.5", "AP/PA", "L4-L5", "<1", "10%", "x-ray". Everything is lower case except acronyms
/// and vertebrae (`ClinicalWord`). The token `.` always ends a sentence; abbreviations such as "e.g." and "vs." stay
/// whole.
///
/// Headings: text before any heading counts as Findings; "IMPRESSION:" or "CONCLUSION:" becomes `impression:`; sections
/// a picture cannot show (indication, history, comparison, technique, …) are left out (`ReportSection`).
///
/// De-identification marks ("XXXX", "___", "[** … **]") are removed with adjacent punctuation, and so is a sentence
/// that has nothing else. List numbers ("1. No change.") and quotation marks are removed too. Nothing else is lost: the
/// text made from these words is tokenised to the same words again.
enum ClinicalText {
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for (isImpression, body) in ReportSection.shown(in: removingMarks(of: text)) {
            if isImpression && !words.contains(ReportText.impressionWord) { words.append(ReportText.impressionWord) }
            words += tidy(tokens(of: body))
        }
        return words
    }

    /// Placeholder for de-identification marks; it occurs in no report.
    private static let gap: Character = "\u{FFFC}"
    private static func removingMarks(of text: String) -> String {
        text.replacing(/\[\*\*.*?\*\*\]/, with: "\(gap)")
            .replacing(/_{2,}|X{3,}|x{4,}/, with: "\(gap)")
    }

    private static func tokens(of body: Substring) -> [String] {
        let chunks = separated(body).split(whereSeparator: \.isWhitespace)
        var tokens: [String] = []
        for (index, chunk) in chunks.enumerated() {
            let startsSentence = tokens.isEmpty || tokens.last == "."
            if startsSentence && chunk.wholeMatch(of: /\(?[0-9]{1,2}[.)]/) != nil && index + 1 < chunks.count {
                continue
            }
            let next = index + 1 < chunks.count ? chunks[index + 1] : nil
            tokens += ClinicalWord.tokens(of: chunk.filter { $0 != gap }, before: next, hadGap: chunk.contains(gap))
        }
        if let last = tokens.last, last != "." { tokens.append(".") }
        return tokens
    }

    /// Splits "clear.Heart" into two sentences: no word has a period between a small letter or digit and a capital.
    private static func separated(_ body: Substring) -> String {
        String(body).replacing(/([a-z0-9)])\.([A-Z][a-z])/) { "\($0.1). \($0.2)" }
            .replacing(/([a-z)]),([A-Za-z])/) { "\($0.1), \($0.2)" }
    }

    /// Removes empty sentences, empty brackets, and marks that follow an opening bracket or one another.
    private static func tidy(_ tokens: [String]) -> [String] {
        var tidied: [String] = []
        for token in tokens {
            while let last = tidied.last, last == ",", [".", ",", ";", ":", ")"].contains(token) { tidied.removeLast() }
            if token == ")" && tidied.last == "(" {
                tidied.removeLast()
            } else if ![".", ",", ";", ":", ")"].contains(token)
                || !(tidied.last.map { [".", "("].contains($0) } ?? true)
            {
                tidied.append(token)
            }
        }
        return tidied
    }
}
