/// The sentences about a finding that is possible but not certain, in both sections.
enum PossiblePhrases {
    static let all = ChestFinding.allCases.flatMap { [finding($0), impression($0)] }

    /// The sentence of the Findings section.
    static func finding(_ finding: ChestFinding) -> Phrase { findings[finding.index] }
    /// The sentence of the Impression section.
    static func impression(_ finding: ChestFinding) -> Phrase { impressions[finding.index] }

    private static let findings = ChestFinding.allCases.map { finding in
        let noun = FindingNoun(finding)
        let subject = noun.withArticle.prefix(1).uppercased() + noun.withArticle.dropFirst()
        return Phrase(
            possible: [finding], "\(subject) \(noun.verb) possible.", "There may be \(noun.withArticle).")
    }
    private static let impressions = ChestFinding.allCases.map { finding in
        let advice = [.mass, .nodule].contains(finding) ? ", for which CT is recommended" : ""
        return Phrase(possible: [finding], "Possible \(FindingNoun(finding).name)\(advice).")
    }
}
