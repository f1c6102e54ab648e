/// The words of a report for a decoder whose drafts a person reads.
///
/// White space separates; points, commas, colons and brackets at a word's ends become words of their own; what stands inside a
/// word stays there: "2.5", "AP/PA", "L4-L5", "<1", "10%", "x-ray". Everything is lower case but acronyms and vertebrae
/// (`ClinicalWord`). `.` ends a sentence and is never an abbreviation's: "e.g." and "vs." stay whole.
///
/// Headings: Findings come first and need none; "IMPRESSION:" or "CONCLUSION:" becomes `impression:`; sections the picture
/// cannot tell (indication, history, comparison, technique, …) are left out (`ReportSection`).
///
/// What de-identification left ("XXXX", "___", "[** … **]") is removed, with marks that held on to it; a sentence of
/// nothing else vanishes. List numbers ("1. No change.") and quotation marks are removed too. Nothing else is lost: the
/// text made of these words gives the same words again.
enum ClinicalText {
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for (isImpression, body) in ReportSection.shown(in: removingMarks(of: text)) {
            if isImpression && !words.contains(ReportText.impressionWord) { words.append(ReportText.impressionWord) }
            words += tidy(tokens(of: body))
        }
        return words
    }

    /// De-identification marks to a place holder that no report holds.
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

    /// "clear.Heart" is two sentences: no word has a point between a small letter or digit and a capital.
    private static func separated(_ body: Substring) -> String {
        String(body).replacing(/([a-z0-9)])\.([A-Z][a-z])/) { "\($0.1). \($0.2)" }
            .replacing(/([a-z)]),([A-Za-z])/) { "\($0.1), \($0.2)" }
    }

    /// Without sentences that say nothing, empty brackets, and marks that follow an opening bracket or one another.
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
