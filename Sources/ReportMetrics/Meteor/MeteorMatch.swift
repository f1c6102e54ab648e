/// The modules that may find two spans alike, in their order.
enum MeteorModule: Int, CaseIterable, Sendable {
    case exact, stem, synonym, paraphrase

    /// Weight in the score, tuned by METEOR's authors on rankings of translations.
    var weight: Double {
        switch self {
        case .exact: 1
        case .stem, .paraphrase: 0.6
        case .synonym: 0.8
        }
    }

    /// What a span of words adds to the count by which alignments are compared: whole words for exact matches, half
    /// of the others, rounded down for each match. So one stem or one synonym alone adds nothing.
    func rank(ofLength length: Int) -> Int { self == .exact ? length : length / 2 }
}

/// A span of the reference that a module finds like a span of the candidate.
struct MeteorMatch: Sendable {
    let module: MeteorModule
    let reference: Range<Int>
    let candidate: Range<Int>

    /// All matches of two texts, those of each reference word together and in the modules' order.
    static func all(
        candidate: [MeteorWord], reference: [MeteorWord], paraphrases: [MeteorMatch]
    ) -> [[MeteorMatch]] {
        var found = [[MeteorMatch]](repeating: [], count: reference.count)
        // The exact module alone looks at a pair of equal texts.
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
