/// The noun for a finding in composed sentences.
struct FindingNoun {
    /// Without an article: "pleural effusion".
    let name: String
    /// Whether it takes an article ("a pleural effusion") and has a size rather than a severity.
    let isCountable: Bool
    let isPlural: Bool

    var withArticle: String { isCountable ? "a " + name : name }
    var verb: String { isPlural ? "are" : "is" }

    init(_ finding: ChestFinding) {
        switch finding {
        case .atelectasis: self.init("atelectasis")
        case .cardiomegaly: self.init("cardiomegaly")
        case .effusion: self.init("pleural effusion", isCountable: true)
        case .infiltration: self.init("pulmonary infiltrates", isPlural: true)
        case .mass: self.init("pulmonary mass", isCountable: true)
        case .nodule: self.init("pulmonary nodule", isCountable: true)
        case .pneumonia: self.init("pneumonia")
        case .pneumothorax: self.init("pneumothorax", isCountable: true)
        case .consolidation: self.init("airspace consolidation")
        case .edema: self.init("pulmonary edema")
        case .emphysema: self.init("emphysema")
        case .fibrosis: self.init("pulmonary fibrosis")
        case .pleuralThickening: self.init("pleural thickening")
        case .hernia: self.init("hiatal hernia", isCountable: true)
        }
    }

    private init(_ name: String, isCountable: Bool = false, isPlural: Bool = false) {
        (self.name, self.isCountable, self.isPlural) = (name, isCountable, isPlural)
    }
}
