import Foundation

/// METEOR 1.5 for English (Denkowski and Lavie, WMT 2014) with the parameters of its ranking task: two texts are
/// aligned by exact, stem, synonym and paraphrase matches; the score combines weighted precision and recall with a
/// fragmentation penalty.
///
/// Implemented from the published description and tested against the authors' program.
package struct METEOR: Sendable {
    private static let alpha = 0.85
    private static let beta = 0.2
    private static let gamma = 0.6
    private static let delta = 0.75

    private var lexicon: MeteorLexicon

    package init(wordNet: WordNet) { lexicon = MeteorLexicon(wordNet: wordNet) }

    /// Counts of one pair, with or without a paraphrase table.
    ///
    /// Throws `ReportMetricsError.brokenFile` if WordNet's files are broken.
    package mutating func statistics(
        candidate: MeteorText, reference: MeteorText, paraphrases: ParaphraseTable? = nil
    ) throws -> Statistics {
        let candidateWords = try candidate.words.map { try lexicon.word($0) }
        let referenceWords = try reference.words.map { try lexicon.word($0) }
        let matches = MeteorMatch.all(
            candidate: candidateWords, reference: referenceWords,
            paraphrases: paraphrases?.matches(candidate: candidate.words, reference: reference.words) ?? [])
        let alignment = MeteorAlignment(matches, candidateLength: candidateWords.count)
        return Statistics(candidate: candidateWords, reference: referenceWords, alignment: alignment)
    }

    /// Score between 0 and 1 of all pairs together, from their summed counts rather than as a mean.
    package static func score(_ pairs: some Sequence<Statistics>) -> Double {
        var sum = Statistics()
        for pair in pairs { sum.add(pair) }
        let precision = sum.candidate.matched / sum.candidate.total
        let recall = sum.reference.matched / sum.reference.total
        guard precision > 0, recall > 0 else { return 0 }
        let mean = 1 / ((1 - alpha) / precision + alpha / recall)
        let fragmentation = sum.chunks / ((sum.candidate.matches + sum.reference.matches) / 2)
        return mean * (1 - gamma * pow(fragmentation, beta))
    }

    /// Counts that can be summed over any selection of pairs.
    package struct Statistics: Sendable, Equatable {
        /// One text's weighted word count, weighted matches, and number of matched words.
        struct Side: Sendable, Equatable {
            var total = 0.0
            var matched = 0.0
            var matches = 0.0
        }

        var candidate = Side()
        var reference = Side()
        /// Number of chunks; 0 for a pair without reordering, which gets no penalty.
        var chunks = 0.0

        init() {}

        init(candidate words: [MeteorWord], reference others: [MeteorWord], alignment: MeteorAlignment) {
            candidate.total = words.reduce(0) { $0 + Self.weight($1) }
            reference.total = others.reduce(0) { $0 + Self.weight($1) }
            for match in alignment.matches {
                candidate.add(words[match.candidate], match.module)
                reference.add(others[match.reference], match.module)
            }
            let isWhole = Int(candidate.matches) == words.count && Int(reference.matches) == others.count
            chunks = isWhole && alignment.chunks == 1 ? 0 : Double(alignment.chunks)
        }

        mutating func add(_ other: Statistics) {
            candidate.add(other.candidate)
            reference.add(other.reference)
            chunks += other.chunks
        }

        static func weight(_ word: MeteorWord) -> Double { word.isFunction ? 1 - METEOR.delta : METEOR.delta }
    }
}

extension METEOR.Statistics.Side {
    mutating func add(_ words: ArraySlice<MeteorWord>, _ module: MeteorModule) {
        matched += words.reduce(0) { $0 + METEOR.Statistics.weight($1) } * module.weight
        matches += Double(words.count)
    }

    mutating func add(_ other: Self) {
        total += other.total
        matched += other.matched
        matches += other.matches
    }
}
