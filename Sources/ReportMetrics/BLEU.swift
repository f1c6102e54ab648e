import Foundation

/// Corpus BLEU (Papineni et al., ACL 2002) with one reference per report, as `pycocoevalcap` computes it: n-gram counts
/// clipped and summed over the corpus, geometric mean up to each order, brevity penalty from the summed lengths.
package enum BLEU {
    private static let tiny = 1e-15
    private static let small = 1e-9

    /// Counts of one pair; they can be summed over any selection of pairs.
    package struct Statistics: Sendable, Equatable {
        var matched = [Double](repeating: 0, count: 4)
        var total = [Double](repeating: 0, count: 4)
        var candidateLength = 0.0
        var referenceLength = 0.0

        /// Counts for the words of a candidate and its reference.
        package init(candidate: [String], reference: [String]) {
            candidateLength = Double(candidate.count)
            referenceLength = Double(reference.count)
            for order in 1...4 {
                let found = ngrams(candidate, order)
                let wanted = ngrams(reference, order)
                total[order - 1] = Double(max(0, candidate.count - order + 1))
                matched[order - 1] = found.reduce(0) { $0 + Double(min($1.value, wanted[$1.key] ?? 0)) }
            }
        }

        init() {}
    }

    /// BLEU-1 to BLEU-4 of all pairs together.
    package static func score(_ pairs: some Sequence<Statistics>) -> [Double] {
        var sum = Statistics()
        for pair in pairs {
            for order in 0..<4 {
                sum.matched[order] += pair.matched[order]
                sum.total[order] += pair.total[order]
            }
            sum.candidateLength += pair.candidateLength
            sum.referenceLength += pair.referenceLength
        }
        let ratio = (sum.candidateLength + tiny) / (sum.referenceLength + small)
        let penalty = ratio < 1 ? exp(1 - 1 / ratio) : 1
        var product = 1.0
        return (0..<4).map { order in
            product *= (sum.matched[order] + tiny) / (sum.total[order] + small)
            return pow(product, 1 / Double(order + 1)) * penalty
        }
    }

    private static func ngrams(_ words: [String], _ order: Int) -> [ArraySlice<String>: Int] {
        guard words.count >= order else { return [:] }
        var counts: [ArraySlice<String>: Int] = [:]
        for start in 0...(words.count - order) { counts[words[start..<start + order], default: 0] += 1 }
        return counts
    }
}
