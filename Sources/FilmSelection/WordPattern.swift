/// An entry of a table of words: `lat` matches that word, `lateral*` words that begin so, `*seitenlage` words that end so,
/// `a p` two words in a row. In scripts other than Latin, Greek and Cyrillic, an entry matches anywhere in the text.
struct WordPattern: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case word(String)
        case beginning(String)
        case end(String)

        func matches(_ word: String) -> Bool {
            switch self {
            case .word(let text): word == text
            case .beginning(let text): word.hasPrefix(text)
            case .end(let text): word.hasSuffix(text)
            }
        }
    }

    /// The entry for messages. It comes from the table and not from the sender, so it is safe to log.
    let name: String
    private let parts: [Part]
    private let anywhere: String?

    init(_ entry: String) {
        name = entry.filter { $0 != "*" }
        anywhere = entry.unicodeScalars.contains { $0.value >= 0x590 } ? FoldedText(name).joined : nil
        parts = entry.split(separator: " ").map { part in
            let text = FoldedText(part.filter { $0 != "*" }).joined
            return part.hasSuffix("*") ? .beginning(text) : part.hasPrefix("*") ? .end(text) : .word(text)
        }
    }

    /// Splits a table: entries are separated by commas or line ends.
    static func table(_ entries: String) -> [WordPattern] {
        entries.split { $0 == "," || $0.isNewline }.map { entry in
            WordPattern(entry.split(separator: " ").joined(separator: " "))
        }
    }

    func isFound(in text: FoldedText) -> Bool {
        if let anywhere { return text.joined.contains(anywhere) }
        return place(in: text.words) != nil
    }

    /// Returns the words of the first place where the entry stands; nil for an entry that is found anywhere.
    func place(in words: [String]) -> Range<Int>? {
        guard anywhere == nil, !parts.isEmpty, words.count >= parts.count else { return nil }
        for start in 0...(words.count - parts.count)
        where zip(parts, words[start...]).allSatisfy({ $0.matches($1) }) {
            return start..<(start + parts.count)
        }
        return nil
    }
}

extension [WordPattern] {
    /// The first entry that is found in the text.
    func first(in text: FoldedText) -> WordPattern? { first { $0.isFound(in: text) } }

    /// Whether the text consists only of entries of this table.
    func makesUp(_ text: FoldedText) -> Bool {
        var left = text.words
        for pattern in self {
            while let place = pattern.place(in: left) { left.removeSubrange(place) }
        }
        return left.isEmpty || (!text.joined.isEmpty && contains { $0.isAll(of: text) })
    }
}

extension WordPattern {
    /// Whether the text is this entry and nothing else.
    fileprivate func isAll(of text: FoldedText) -> Bool { anywhere.map { $0 == text.joined } ?? false }
}
