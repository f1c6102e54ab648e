/// Studies with the same true labels whose reports differ in facts. Label similarity treats them as hard negatives, and
/// they tell a model that reads the picture from one that guesses.
struct SameLabels {
    /// Two studies by their positions.
    struct Pair: Equatable {
        let first: Int
        let second: Int
    }

    /// For each study, the positions of its rivals: studies with the same labels and different facts.
    let rivals: [[Int]]
    /// Pairs with the same findings, including incidental ones and at least one with a label, and different attributes.
    /// Each study is paired with its next rival; no pair occurs twice.
    let attributePairs: [Pair]
    /// Pairs without labels and with different incidental findings, made in the same way.
    let normalPairs: [Pair]

    init(_ reports: [FactReport]) {
        let groups = Dictionary(grouping: reports.indices) { reports[$0].labels }
        let rivals = reports.indices.map { study in
            (groups[reports[study].labels] ?? []).filter { reports[$0].differs(from: reports[study]) }
        }
        self.rivals = rivals
        attributePairs = Self.pairs(
            reports.indices.map { study in
                guard !reports[study].labels.isEmpty else { return [] }
                return rivals[study].filter { reports[$0].findings == reports[study].findings }
            })
        normalPairs = Self.pairs(reports.indices.map { reports[$0].labels.isEmpty ? rivals[$0] : [] })
    }

    private static func pairs(_ rivals: [[Int]]) -> [Pair] {
        var seen: Set<[Int]> = []
        return rivals.enumerated().compactMap { study, rivals in
            guard let next = rivals.first(where: { $0 > study }) ?? rivals.first,
                seen.insert([study, next].sorted()).inserted
            else { return nil }
            return Pair(first: study, second: next)
        }
    }
}

/// The share of pairs whose two reports are together more likely with their own pictures than exchanged. How likely a
/// report is without a picture cancels out. A tie counts half: a perfect model has 1, one that ignores the pictures 0.5.
enum SwapTest {
    /// Takes the log-likelihoods of each pair with its own and with exchanged pictures, summed over both reports; nil
    /// without pairs.
    static func score(own: [Double], exchanged: [Double]) -> Double? {
        guard !own.isEmpty else { return nil }
        let kept = zip(own, exchanged).reduce(0.0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
        return kept / Double(own.count)
    }
}

/// Retrieval of an image's own text among the texts of studies with the same labels and different facts.
struct SameLabelRetrieval {
    /// Mean over images of the share of rivals that are farther than the image's own text; a tie counts half.
    let area: Double
    /// Share of images whose own text is nearer than every rival.
    let share: Double

    /// Takes the cosines of images (rows) and texts (columns) of N studies; nil if no study has rivals.
    init?(cosines: [Float], rivals: [[Int]]) {
        let count = rivals.count
        let shares = rivals.enumerated().filter { !$0.element.isEmpty }.map { study, others in
            let own = cosines[study * count + study]
            let farther = others.reduce(0.0) { sum, other in
                let cosine = cosines[study * count + other]
                return sum + (cosine < own ? 1 : cosine == own ? 0.5 : 0)
            }
            return farther / Double(others.count)
        }
        guard !shares.isEmpty else { return nil }
        area = shares.reduce(0, +) / Double(shares.count)
        share = Double(shares.count { $0 == 1 }) / Double(shares.count)
    }
}
