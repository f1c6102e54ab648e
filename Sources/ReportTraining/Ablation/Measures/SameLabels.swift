/// Studies with the same true labels whose reports differ in facts: what label similarity calls hard, and what tells a
/// model that reads the picture from one that guesses.
struct SameLabels {
    /// Two studies by their positions.
    struct Pair: Equatable {
        let first: Int
        let second: Int
    }

    /// For each study, the positions of its rivals: studies with the same labels and other facts.
    let rivals: [[Int]]
    /// Studies with the same findings, incidental ones included, of which at least one has a label, and other attributes.
    /// Each study is paired with its next rival, each pair once.
    let attributePairs: [Pair]
    /// Studies without labels and with other incidental findings, paired in the same way.
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

/// Of two studies whose reports differ in facts, whether each picture keeps its own report: whether the two
/// reports are together more likely with their own pictures than exchanged, so that what is likely without a picture cancels
/// out. A tie counts half. 1 for a model that knows, 0.5 for one that does not look.
enum SwapTest {
    /// Takes the log-likelihoods of the pairs' own and exchanged reports, each summed over both studies; nil without pairs.
    static func score(own: [Double], exchanged: [Double]) -> Double? {
        guard !own.isEmpty else { return nil }
        let kept = zip(own, exchanged).reduce(0.0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
        return kept / Double(own.count)
    }
}

/// Retrieval of an image's own text among those of studies with the same labels and other facts.
struct SameLabelRetrieval {
    /// Mean over images of the share of rivals that are farther than the own text; a tie counts half.
    let area: Double
    /// Share of images whose own text is nearer than all rivals.
    let share: Double

    /// Takes cosines of images (rows) and texts (columns) of N studies; nil if no study has rivals.
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
