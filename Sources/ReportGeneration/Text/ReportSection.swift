/// Finds the sections of a written report by their headings.
enum ReportSection {
    private static let impression: Set<String> = ["impression", "impressions", "conclusion", "conclusions", "opinion"]
    private static let findings: Set<String> = ["findings", "finding", "report", "description"]

    /// The sections to learn from, Findings before Impression. Text before the first heading counts as Findings;
    /// sections that a picture cannot show (indication, history, comparison, technique, …) are left out.
    ///
    /// A heading ends with a colon and is at the start of a line, after the end of a sentence, or in capitals.
    static func shown(in text: String) -> [(isImpression: Bool, body: Substring)] {
        var parts: [(name: String, body: Substring)] = []
        var (name, start) = ("findings", text.startIndex)
        for match in text.matches(of: headings) where isHeading(match.output.1, in: text) {
            parts.append((name, text[start..<match.range.lowerBound]))
            (name, start) = (match.output.1.lowercased(), match.range.upperBound)
        }
        parts.append((name, text[start...]))
        let body = parts.filter { findings.contains($0.name) }.map { (false, $0.body) }
        return body + parts.filter { impression.contains($0.name) }.map { (true, $0.body) }
    }

    private static func isHeading(_ name: Substring, in text: String) -> Bool {
        if name.allSatisfy({ $0.isUppercase || $0 == " " }) { return true }
        guard let before = text[..<name.startIndex].last(where: { $0 != " " && $0 != "\t" }) else { return true }
        return before.isNewline || before == "." && name.first?.isUppercase == true
    }

    private static var headings: Regex<(Substring, Substring)> {
        #/
        (?i)
        \b( findings? | report | description
          | impressions? | conclusions? | opinion
          | (?:clinical\s)?(?:indications? | history | information) | reason\sfor\s(?:the\s)?exam(?:ination)?
          | comparisons? | technique | exam(?:ination)? | procedure | study | views? | final\sreport | wet\sread
          | notification
        )[\ \t]*:
        /#
    }
}
