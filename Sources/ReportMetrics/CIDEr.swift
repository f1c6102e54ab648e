import Foundation

/// CIDEr of a set of reports (Vedantam et al., CVPR 2015), one reference each, as `pycocoevalcap`'s `Cider` computes
/// it: cosine of n-gram vectors for n of 1 to 4, weighed by rarity among the references, with counts clipped and a
/// penalty on the difference of length (sigma 6), times 10.
package enum CIDEr {
    static let orders = 4
    static let sigma = 6.0

    /// Score of each pair. The rarity of an n-gram depends on every reference of the set; a set of one scores 0.
    package static func scores(_ pairs: [(candidate: [String], reference: [String])]) -> [Double] {
        let references = pairs.map { counts($0.reference) }
        var frequency: [ArraySlice<String>: Int] = [:]
        for reference in references { for ngram in reference.keys { frequency[ngram, default: 0] += 1 } }
        let size = log(Double(pairs.count))
        return zip(pairs, references).map { pair, reference in
            let wanted = Vector(reference) { size - log(Double(max(1, frequency[$0] ?? 0))) }
            let found = Vector(counts(pair.candidate)) { size - log(Double(max(1, frequency[$0] ?? 0))) }
            return found.similarity(to: wanted) * 10
        }
    }

    private static func counts(_ words: [String]) -> [ArraySlice<String>: Int] {
        var counts: [ArraySlice<String>: Int] = [:]
        for order in 1...orders where words.count >= order {
            for start in 0...(words.count - order) { counts[words[start..<start + order], default: 0] += 1 }
        }
        return counts
    }

    /// Weights of a text's n-grams, with the norm of each order and the number of its pairs of words.
    private struct Vector {
        var weights: [ArraySlice<String>: Double] = [:]
        var squares = [Double](repeating: 0, count: orders)
        var length = 0

        init(_ counts: [ArraySlice<String>: Int], rarity: (ArraySlice<String>) -> Double) {
            weights.reserveCapacity(counts.count)
            for (ngram, count) in counts {
                let weight = Double(count) * rarity(ngram)
                weights[ngram] = weight
                squares[ngram.count - 1] += weight * weight
                if ngram.count == 2 { length += count }
            }
        }

        func similarity(to reference: Vector) -> Double {
            var products = [Double](repeating: 0, count: orders)
            for (ngram, weight) in weights {
                guard let other = reference.weights[ngram] else { continue }
                products[ngram.count - 1] += min(weight, other) * other
            }
            let difference = Double(length - reference.length)
            let penalty = exp(-difference * difference / (2 * sigma * sigma))
            var sum = 0.0
            for order in 0..<orders {
                let norm = squares[order].squareRoot() * reference.squares[order].squareRoot()
                sum += (norm > 0 ? products[order] / norm : products[order]) * penalty
            }
            return sum / Double(orders)
        }
    }
}
