package import FindingLabels

/// The words the decoder knows. Part of the bundle, because the decoder's weights are meaningless without it.
package struct Vocabulary: Codable, Sendable, Equatable {
    static let unknownWord = "<unk>"
    static let maximumCount = 100_000

    /// The word at `index` has the id `Token.firstWord + index`; sorted by Unicode code point.
    package let words: [String]
    private let ids: [String: Int32]

    /// Collects the words that occur at least `minimumOccurrences` times in the training reports, and two prompt words
    /// per label; `labels` is nil for a decoder without prompts.
    package init(reports: some Sequence<[String]>, labels: [String]?, minimumOccurrences: Int = 1) {
        var occurrences: [String: Int] = [:]
        for words in reports {
            for word in words { occurrences[word, default: 0] += 1 }
        }
        let prompts =
            labels.map { labels in
                labels.flatMap { label in [FindingDegree.present, .possible].compactMap { Self.promptWord(label, $0) } }
                    + [Self.promptEnd]
            } ?? []
        let kept = occurrences.filter { $0.value >= minimumOccurrences }.keys + prompts
        self.init(words: kept.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
    }

    private init(words: [String]) {
        self.words = words
        ids = Dictionary(
            zip(words, (0..<words.count).map { Int32(Token.firstWord + $0) }), uniquingKeysWith: { first, _ in first })
    }

    /// Number of ids, including the special ones; the size of the decoder's output.
    package var count: Int { words.count + Token.firstWord }

    /// Ids of a report's words, without begin and end tokens.
    package func encode(_ report: ReportText) -> [Int32] { encode(words: report.words) }

    /// Ids of words.
    package func encode(words: [String]) -> [Int32] { words.map { ids[$0] ?? Token.unknown } }

    /// Ids of the prompt with the findings to report: their words, then the end of the prompt. Absent findings have no
    /// word, and possible ones have none in the vocabulary of an older bundle.
    package func prompt(_ findings: [(label: String, degree: FindingDegree)]) -> [Int32] {
        let words = findings.compactMap { Self.promptWord($0.label, $0.degree) }
        return words.compactMap { ids[$0] } + [ids[Self.promptEnd] ?? Token.unknown]
    }

    // No word of a report starts with a bracket.
    private static let promptEnd = "[report]"
    private static func promptWord(_ label: String, _ degree: FindingDegree) -> String? {
        switch degree {
        case .present: "[\(label)]"
        case .possible: "[possible \(label)]"
        case .absent: nil
        }
    }

    /// The words of ids; skips special ids other than `<unk>`, and prompt words.
    package func decode(_ tokens: some Sequence<Int32>) -> [String] {
        tokens.compactMap(word)
    }

    /// The words as the decoder sees them: unknown ones become `<unk>`.
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
                forKey: .words, in: container,
                debugDescription: "words must be distinct and not empty, at most \(Self.maximumCount)")
        }
        self.init(words: words)
    }
}
