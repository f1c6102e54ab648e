/// Those entries of METEOR 1.5's paraphrase table that the texts at hand can use.
///
/// The table of English has five million entries; the texts know a few thousand of their phrases. So the texts come
/// first, and of the table only pairs are kept whose two phrases both occur in them.
package struct ParaphraseTable: Sendable {
    /// Words of the table's longest phrase.
    static let longestPhrase = 7

    /// Hashes of the phrases that paraphrase a phrase, in both directions. An entry and its reverse are two: their
    /// matches compete, as they do in METEOR.
    private var pairs: [UInt64: [UInt64]] = [:]

    /// Reads a table, plain or compressed with gzip.
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

    /// Matches of two texts, by place in the reference and then in the candidate.
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
