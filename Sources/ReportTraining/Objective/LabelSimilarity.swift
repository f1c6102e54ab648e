/// Label similarity S of two reports: symmetric, between 0 and 1, and 0 for disjoint positives. It is exactly 1 for
/// equal positives (binary, Jaccard) or parallel vectors (cosine).
package enum LabelSimilarity {
    /// S as a row-major matrix (N, M).
    package static func matrix(_ a: [LabelVector], _ b: [LabelVector], _ measure: SimilarityMeasure) -> [Float] {
        a.flatMap { row in b.map { value(row, $0, measure) } }
    }

    /// S of one pair.
    package static func value(_ a: LabelVector, _ b: LabelVector, _ measure: SimilarityMeasure) -> Float {
        switch measure {
        case .none: 0
        case .binary: a.positives == b.positives ? 1 : 0
        case .cosine: cosine(a.positives, b.positives)
        case .jaccard: jaccard(a.positives, b.positives)
        case .graded: max(0, cosine(a.graded, b.graded))
        }
    }

    /// a . b / (|a| |b|); the "No Finding" entry ensures that neither vector is zero.
    private static func cosine(_ a: [Float], _ b: [Float]) -> Float {
        func dot(_ x: [Float], _ y: [Float]) -> Float { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        // A single root of the product is exact for equal vectors, so S is exactly 1.
        return min(1, dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot())
    }

    /// sum(min) / sum(max), which for sets is intersection over union.
    private static func jaccard(_ a: [Float], _ b: [Float]) -> Float {
        let sums = zip(a, b).reduce(into: (both: Float(0), either: Float(0))) { sums, pair in
            sums.both += min(pair.0, pair.1)
            sums.either += max(pair.0, pair.1)
        }
        return sums.both / sums.either
    }
}
