/// The modules that match two spans, in order of priority.
enum MeteorModule: Int, CaseIterable, Sendable {
    case exact, stem, synonym, paraphrase

    /// Weight in the score, tuned by METEOR's authors on translation rankings.
    var weight: Double {
        switch self {
        case .exact: 1
        case .stem, .paraphrase: 0.6
        case .synonym: 0.8
        }
    }

    /// A span's contribution to the count by which alignments are compared: its length for exact matches, half of it
    /// for the others, rounded down per match. A single stem or synonym therefore contributes nothing.
    func rank(ofLength length: Int) -> Int { self == .exact ? length : length / 2 }
}

/// A span of the reference that a module matches with a span of the candidate.
struct MeteorMatch: Sendable {
    let module: MeteorModule
    let reference: Range<Int>
    let candidate: Range<Int>

    /// All matches of two texts, grouped by reference word and then in module order.
    static func all(
        candidate: [MeteorWord], reference: [MeteorWord], paraphrases: [MeteorMatch]
    ) -> [[MeteorMatch]] {
        var found = [[MeteorMatch]](repeating: [], count: reference.count)
        // For a pair of identical texts only the exact module runs.
        let isEqual = candidate.elementsEqual(reference) { $0.number == $1.number }
        for (index, word) in reference.enumerated() {
            var stems: [MeteorMatch] = []
            var synonyms: [MeteorMatch] = []
            for (other, candidateWord) in candidate.enumerated() {
                func match(_ module: MeteorModule) -> MeteorMatch {
                    MeteorMatch(module: module, reference: index..<index + 1, candidate: other..<other + 1)
                }
                if candidateWord.number == word.number {
                    found[index].append(match(.exact))
                } else if !isEqual {
                    if candidateWord.stem == word.stem { stems.append(match(.stem)) }
                    if !candidateWord.synsets.isDisjoint(with: word.synsets) { synonyms.append(match(.synonym)) }
                }
            }
            found[index] += stems + synonyms
        }
        if !isEqual { for match in paraphrases { found[match.reference.lowerBound].append(match) } }
        return found
    }
}
