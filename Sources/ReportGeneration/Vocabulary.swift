/// The words the decoder knows. It ships inside the bundle, because the decoder's weights mean nothing without it.
package struct Vocabulary: Codable, Sendable, Equatable {
    static let unknownWord = "<unk>"
    static let maximumCount = 100_000

    /// The word with id `Token.firstWord + index`, sorted by Unicode code point.
    package let words: [String]
    private let ids: [String: Int32]

    /// Keeps the words of the training reports that occur at least `minimumOccurrences` times, and a word for each label
    /// that a prompt can name; nil for a decoder without prompts.
    package init(reports: some Sequence<[String]>, labels: [String]?, minimumOccurrences: Int = 1) {
        var occurrences: [String: Int] = [:]
        for words in reports {
            for word in words { occurrences[word, default: 0] += 1 }
        }
        let prompts = labels.map { $0.map(Self.promptWord) + [Self.promptEnd] } ?? []
        let kept = occurrences.filter { $0.value >= minimumOccurrences }.keys + prompts
        self.init(words: kept.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
    }

    private init(words: [String]) {
        self.words = words
        ids = Dictionary(
            zip(words, (0..<words.count).map { Int32(Token.firstWord + $0) }), uniquingKeysWith: { first, _ in first })
    }

    /// Number of ids, the special ones included: the width of the decoder's logits.
    package var count: Int { words.count + Token.firstWord }

    /// Ids of a report's words, without begin and end.
    package func encode(_ report: ReportText) -> [Int32] { encode(words: report.words) }

    /// Ids of words.
    package func encode(words: [String]) -> [Int32] { words.map { ids[$0] ?? Token.unknown } }

    /// Ids of the prompt that tells the decoder which findings to report on: their words, then the prompt's end.
    package func prompt(_ labels: [String]) -> [Int32] {
        (labels.map(Self.promptWord) + [Self.promptEnd]).map { ids[$0] ?? Token.unknown }
    }

    // No word of a report begins with a bracket.
    private static let promptEnd = "[report]"
    private static func promptWord(_ label: String) -> String { "[\(label)]" }

    /// Words of ids; special ids but `<unk>` and words of a prompt are skipped.
    package func decode(_ tokens: some Sequence<Int32>) -> [String] {
        tokens.compactMap(word)
    }

    /// The words as the decoder sees them: those it lacks as `<unk>`.
    package func known(_ words: [String]) -> [String] {
        words.map { ids[$0] == nil ? Self.unknownWord : $0 }
    }

    func word(_ token: Int32) -> String? {
        if token == Token.unknown { return Self.unknownWord }
        let index = Int(token) - Token.firstWord
        return words.indices.contains(index) && !words[index].hasPrefix("[") ? words[index] : nil
    }

    private enum CodingKeys: String, CodingKey {
        case words
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let words = try container.decode([String].self, forKey: .words)
        guard words.count <= Self.maximumCount, Set(words).count == words.count, !words.contains("") else {
            throw DecodingError.dataCorruptedError(
                forKey: .words, in: container, debugDescription: "words must be distinct, not empty and not too many")
        }
        self.init(words: words)
    }
}
