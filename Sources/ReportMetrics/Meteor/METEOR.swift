import Foundation

/// METEOR 1.5 for English (Denkowski and Lavie, WMT 2014) with the parameters of its ranking task: words of two texts
/// are aligned by equality, stem, synonym and paraphrase, and the score joins weighted precision and recall with a
/// penalty for broken order.
///
/// Written from the published description and held to the behaviour of the authors' program.
package struct METEOR: Sendable {
    private static let alpha = 0.85
    private static let beta = 0.2
    private static let gamma = 0.6
    private static let delta = 0.75

    private var lexicon: MeteorLexicon

    package init(wordNet: WordNet) { lexicon = MeteorLexicon(wordNet: wordNet) }

    /// Counts of one pair, with the paraphrases of a table or without.
    ///
    /// Throws `ReportMetricsError.brokenFile` where WordNet's files are broken.
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

    /// Score in 0...1 of the pairs together: their counts are summed, it is not a mean.
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

    /// What can be summed over any selection of pairs.
    package struct Statistics: Sendable, Equatable {
        /// One text's words: weighed total, weighed matches, and words matched.
        struct Side: Sendable, Equatable {
            var total = 0.0
            var matched = 0.0
            var matches = 0.0
        }

        var candidate = Side()
        var reference = Side()
        /// Runs of matches; 0 for a pair without a difference in order, which is not to be penalised.
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
