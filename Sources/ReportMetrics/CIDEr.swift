import Foundation

/// CIDEr of a set of reports (Vedantam et al., CVPR 2015) with one reference per report, as `pycocoevalcap`'s `Cider`
/// computes it: cosine of TF-IDF vectors of n-grams for n from 1 to 4, with clipped counts and a Gaussian penalty on
/// the length difference (sigma 6), times 10.
package enum CIDEr {
    static let orders = 4
    static let sigma = 6.0

    /// Score of each pair. Inverse document frequencies come from all references of the set; a single pair scores 0.
    package static func scores(_ pairs: [(candidate: [String], reference: [String])]) -> [Double] {
        var numbers: [String: Int32] = [:]
        let references = pairs.map { counts($0.reference, numbering: &numbers) }
        var frequency: [Ngram: Int] = [:]
        for reference in references { for ngram in reference.keys { frequency[ngram, default: 0] += 1 } }
        let size = log(Double(pairs.count))
        return zip(pairs, references).map { pair, reference in
            let wanted = Vector(reference) { size - log(Double(max(1, frequency[$0] ?? 0))) }
            let found = Vector(counts(pair.candidate, numbering: &numbers)) {
                size - log(Double(max(1, frequency[$0] ?? 0)))
            }
            return found.similarity(to: wanted) * 10
        }
    }

    /// Up to four word numbers, counted from 1; 0 for an empty place.
    private typealias Ngram = SIMD4<Int32>

    private static func counts(_ words: [String], numbering numbers: inout [String: Int32]) -> [Ngram: Int] {
        let text = words.map { word in
            let next = Int32(numbers.count + 1)
            let number = numbers[word, default: next]
            numbers[word] = number
            return number
        }
        var counts: [Ngram: Int] = [:]
        counts.reserveCapacity(orders * text.count)
        for start in text.indices {
            var ngram = Ngram()
            for order in 0..<min(orders, text.count - start) {
                ngram[order] = text[start + order]
                counts[ngram, default: 0] += 1
            }
        }
        return counts
    }

    private static func order(_ ngram: Ngram) -> Int { ngram[3] > 0 ? 4 : ngram[2] > 0 ? 3 : ngram[1] > 0 ? 2 : 1 }

    /// TF-IDF weights of a text's n-grams, the norm for each order, and the number of bigrams.
    private struct Vector {
        var weights: [Ngram: Double] = [:]
        var squares = [Double](repeating: 0, count: orders)
        var length = 0

        init(_ counts: [Ngram: Int], rarity: (Ngram) -> Double) {
            weights.reserveCapacity(counts.count)
            for (ngram, count) in counts {
                let weight = Double(count) * rarity(ngram)
                weights[ngram] = weight
                squares[order(ngram) - 1] += weight * weight
                if order(ngram) == 2 { length += count }
            }
        }

        func similarity(to reference: Vector) -> Double {
            var products = [Double](repeating: 0, count: orders)
            for (ngram, weight) in weights {
                guard let other = reference.weights[ngram] else { continue }
                products[order(ngram) - 1] += min(weight, other) * other
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
