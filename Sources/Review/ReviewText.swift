import WorkList

/// A report as a reviewer edits it: plain text with the headings `FINDINGS:` and `IMPRESSION:`.
///
/// Consecutive lines are one paragraph, in which they remain lines; an empty line ends it. Lines that start with `#`
/// and a space are ignored: `#1` is a number that the reviewer typed.
package enum ReviewText {
    /// Maximum length of the text in characters.
    static let lengthLimit = 65_536

    /// Returns the text of a draft to edit, with one sentence per line.
    package static func text(of draft: DraftText) -> String {
        text(
            of: SignedText(
                findings: [draft.texts(of: .findings).joined(separator: "\n")],
                impression: [draft.texts(of: .impression).joined(separator: "\n")]))
    }

    /// Returns the text of a signed report to edit.
    package static func text(of signed: SignedText) -> String {
        [("FINDINGS:", signed.findings), ("IMPRESSION:", signed.impression)].map { heading, paragraphs in
            ([heading] + [paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")])
                .filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// Parses an edited text.
    ///
    /// - Parameter first: section of the text before any heading; nil does not allow such text.
    /// - Throws: `ReviewError.malformed` with the line that cannot be parsed.
    package static func parse(
        _ text: String, startingIn first: DraftText.Section? = nil
    ) throws(ReviewError) -> SignedText {
        guard text.unicodeScalars.count <= lengthLimit else {
            throw .malformed(line: nil, problem: "the text is longer than \(lengthLimit) characters")
        }
        var sections: [DraftText.Section: [String]] = [:]
        var section: DraftText.Section?
        var paragraph: [Substring] = []
        func close() {
            if let section, !paragraph.isEmpty { sections[section]?.append(paragraph.joined(separator: "\n")) }
            paragraph = []
        }
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            if line == "#" || line.hasPrefix("# ") { continue }
            var words = line.drop(while: \.isWhitespace)
            while words.last?.isWhitespace == true { words = words.dropLast() }
            if words.isEmpty {
                close()
                continue
            }
            if words.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" }) {
                throw .malformed(line: number, problem: "a report cannot contain control characters")
            }
            if let heading = heading(of: words) {
                close()
                guard sections[heading.section] == nil else {
                    throw .malformed(
                        line: number, problem: "\(heading.section.rawValue.uppercased()) appears a second time")
                }
                sections[heading.section] = []
                section = heading.section
                words = heading.rest
                if words.isEmpty { continue }
            } else if words.hasSuffix(":"), words.contains(where: \.isLetter), words == words.uppercased() {
                throw .malformed(line: number, problem: "\(words) is not a heading; use FINDINGS: and IMPRESSION:")
            }
            if section == nil, let first, sections[first] == nil {
                section = first
                sections[first] = []
            }
            guard section != nil else {
                throw .malformed(line: number, problem: "there is text before the heading FINDINGS: or IMPRESSION:")
            }
            paragraph.append(Substring(words.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
        }
        close()
        let signed = SignedText(findings: sections[.findings] ?? [], impression: sections[.impression] ?? [])
        if signed.isEmpty { throw .emptyText }
        return signed
    }

    /// Splits a text without headings into paragraphs. An empty line ends a paragraph; the lines of a paragraph stay lines.
    package static func paragraphs(of text: String) -> [String] {
        var paragraphs: [[String]] = [[]]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if words.isEmpty { paragraphs.append([]) } else { paragraphs[paragraphs.count - 1].append(words) }
        }
        return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    }

    private static func heading(of line: Substring) -> (section: DraftText.Section, rest: Substring)? {
        for section in DraftText.Section.allCases {
            let heading = section.rawValue + ":"
            if line.prefix(heading.count).lowercased() == heading {
                return (section, line.dropFirst(heading.count).drop(while: \.isWhitespace))
            }
        }
        return nil
    }
}
