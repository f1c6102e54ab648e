/// The entries of METEOR 1.5's paraphrase table that can match in the given texts.
///
/// The English table has five million entries, but the texts contain only a few thousand of the phrases. Only pairs
/// whose two phrases both occur in the texts are kept.
package struct ParaphraseTable: Sendable {
    /// Maximum words of a phrase in the table.
    static let longestPhrase = 7

    /// For each phrase the hashes of its paraphrases, in both directions. An entry and its reverse count as two, whose
    /// matches compete, as in METEOR.
    private var pairs: [UInt64: [UInt64]] = [:]

    /// Reads a table, plain or gzipped.
    ///
    /// Throws `ReportMetricsError.unreadableParaphrases`.
    package init(path: String, texts: some Sequence<MeteorText>) throws {
        var phrases: Set<UInt64> = []
        for text in texts { Self.forEachPhrase(of: text.words) { hash, _ in phrases.insert(hash) } }
        try ParaphraseFile(path: path).forEachEntry { first, second in
            guard phrases.contains(first), phrases.contains(second) else { return }
            pairs[first, default: []].append(second)
            pairs[second, default: []].append(first)
        }
    }

    /// Matches of two texts, ordered by position in the reference and then in the candidate.
    func matches(candidate: [String], reference: [String]) -> [MeteorMatch] {
        var places: [UInt64: [Range<Int>]] = [:]
        Self.forEachPhrase(of: candidate) { hash, words in
            if pairs[hash] != nil { places[hash, default: []].append(words) }
        }
        var found: [MeteorMatch] = []
        Self.forEachPhrase(of: reference) { hash, words in
            for other in pairs[hash] ?? [] {
                for place in places[other] ?? [] {
                    found.append(MeteorMatch(module: .paraphrase, reference: words, candidate: place))
                }
            }
        }
        func key(_ match: MeteorMatch) -> [Int] {
            [
                match.reference.lowerBound, match.candidate.lowerBound, match.reference.upperBound,
                match.candidate.upperBound,
            ]
        }
        return found.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    }

    private static func forEachPhrase(of words: [String], _ body: (UInt64, Range<Int>) -> Void) {
        for start in words.indices {
            var hash = PhraseHash()
            for end in start..<min(start + longestPhrase, words.count) {
                if end > start { hash.add(0x20) }
                hash.add(words[end])
                body(hash.value, start..<end + 1)
            }
        }
    }
}
