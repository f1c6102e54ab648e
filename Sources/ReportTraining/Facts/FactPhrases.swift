/// The sentences of `FactGrammar`, in two wordings each.
enum FactPhrases {
    /// The wordings of a fact. They omit the attributes that it does not have.
    static func wordings(_ fact: ReportFact) -> [String] {
        func word(_ attribute: FactAttribute) -> String? { fact.value(of: attribute)?.word(for: fact.finding) }
        switch fact.finding {
        case .chest(let finding):
            let noun = FindingNoun(finding)
            let article = noun.isCountable ? "a" : nil
            let place = [word(.side), word(.zone).map { "\($0) zone" }]
            return [
                sentence(["there", noun.verb, article, word(.grade), noun.name] + location(fact)),
                sentence([article, word(.grade)] + place + [noun.name, noun.verb, "seen"]),
            ]
        case .device:
            return [
                sentence(["a", word(.kind) ?? "device", "is in place"] + (word(.side).map { ["on the \($0)"] } ?? [])),
                sentence(["there is a", word(.side), word(.kind) ?? "device"]),
            ]
        case .incidental(.granuloma): return ["There is a calcified granuloma.", "A calcified granuloma is seen."]
        case .incidental(.ribFracture): return ["There is an old rib fracture.", "An old rib fracture is seen."]
        case .incidental(.spine):
            return ["There are degenerative changes of the spine.", "Degenerative changes of the spine are seen."]
        case .incidental(.aorta): return ["The aorta is calcified.", "There is calcification of the aorta."]
        }
    }

    /// "in the right upper zone", "in the right lung", "on the right".
    private static func location(_ fact: ReportFact) -> [String] {
        let (side, zone) = (fact.value(of: .side)?.rawValue, fact.value(of: .zone)?.rawValue)
        guard side != nil || zone != nil else { return [] }
        guard fact.finding.attributes.contains(.zone) else { return ["on the"] + [side].compactMap { $0 } }
        return ["in the"] + [side, zone].compactMap { $0 } + [zone == nil ? "lung" : "zone"]
    }

    private static func sentence(_ parts: [String?]) -> String {
        let text = parts.compactMap { $0 }.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    /// Sentences about what no picture can show.
    static let asides = [
        "Clinical correlation is recommended.", "Comparison with earlier films is advised.",
        "The referring physician was informed.",
    ]

    /// Sentences about what is absent, with the findings that each excludes.
    static let negatives: [(absent: Set<FactFinding>, wordings: [String])] = [
        (
            Set(
                [
                    ChestFinding.consolidation, .infiltration, .pneumonia, .atelectasis, .mass, .nodule, .edema,
                    .fibrosis, .emphysema,
                ].map(FactFinding.chest)),
            ["The lungs are clear.", "No focal lung opacity is seen."]
        ),
        (
            Set([ChestFinding.pneumothorax, .effusion].map(FactFinding.chest)),
            ["No pleural effusion or pneumothorax.", "There is no pleural effusion or pneumothorax."]
        ),
        ([.chest(.cardiomegaly)], ["The heart size is normal.", "Heart size is within normal limits."]),
    ]
}
