/// The sentences about a finding that is possible and not sure, in both sections.
enum PossiblePhrases {
    private struct Noun {
        /// "a pleural effusion", as a sentence says it.
        let name: String
        /// "pleural effusion", as an impression says it.
        let title: String
        let isPlural: Bool
        let advice: String

        init(_ name: String, title: String? = nil, isPlural: Bool = false, advice: String = "") {
            (self.name, self.title, self.isPlural, self.advice) = (name, title ?? name, isPlural, advice)
        }
    }

    private static let ct = ", for which CT is recommended"

    private static func noun(_ finding: ChestFinding) -> Noun {
        switch finding {
        case .atelectasis: Noun("atelectasis")
        case .cardiomegaly: Noun("cardiomegaly")
        case .effusion: Noun("a pleural effusion", title: "pleural effusion")
        case .infiltration: Noun("pulmonary infiltrates", isPlural: true)
        case .mass: Noun("a pulmonary mass", title: "pulmonary mass", advice: ct)
        case .nodule: Noun("a pulmonary nodule", title: "pulmonary nodule", advice: ct)
        case .pneumonia: Noun("pneumonia")
        case .pneumothorax: Noun("a pneumothorax", title: "pneumothorax")
        case .consolidation: Noun("airspace consolidation")
        case .edema: Noun("pulmonary edema")
        case .emphysema: Noun("emphysema")
        case .fibrosis: Noun("pulmonary fibrosis")
        case .pleuralThickening: Noun("pleural thickening")
        case .hernia: Noun("a hiatal hernia", title: "hiatal hernia")
        }
    }

    static let all = ChestFinding.allCases.flatMap { [finding($0), impression($0)] }

    /// The sentence of the Findings section.
    static func finding(_ finding: ChestFinding) -> Phrase { findings[finding.index] }
    /// The sentence of the Impression section.
    static func impression(_ finding: ChestFinding) -> Phrase { impressions[finding.index] }

    private static let findings = phrases { finding, noun in
        let name = noun.name.prefix(1).uppercased() + noun.name.dropFirst()
        return Phrase(
            possible: [finding], "\(name) \(noun.isPlural ? "are" : "is") possible.", "There may be \(noun.name).")
    }
    private static let impressions = phrases { finding, noun in
        Phrase(possible: [finding], "Possible \(noun.title)\(noun.advice).")
    }

    private static func phrases(_ phrase: (ChestFinding, Noun) -> Phrase) -> [Phrase] {
        ChestFinding.allCases.map { phrase($0, noun($0)) }
    }
}
