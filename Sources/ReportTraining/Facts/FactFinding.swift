/// The finding that a fact of a synthetic study is about.
package enum FactFinding: Hashable, Sendable {
    /// A finding that has a label.
    case chest(ChestFinding)
    /// A device; all kinds share one label.
    case device
    /// A finding that reports mention and that has no label.
    case incidental(Incidental)

    package enum Incidental: String, CaseIterable, Sendable {
        case granuloma, ribFracture, spine, aorta
    }

    /// All findings, in the order of dictation.
    static let all: [FactFinding] =
        [
            .consolidation, .infiltration, .pneumonia, .atelectasis, .mass, .nodule, .edema, .fibrosis, .emphysema,
            .pneumothorax, .effusion, .pleuralThickening, .cardiomegaly, .hernia,
        ].map(FactFinding.chest) + [.device] + Incidental.allCases.map(FactFinding.incidental)

    /// Names of the labels that a synthetic study has.
    static let labels = ChestFinding.allCases.map(\.displayName) + ["Support devices"]

    package var name: String {
        switch self {
        case .chest(let finding): finding.rawValue
        case .device: "device"
        case .incidental(let finding): finding.rawValue
        }
    }

    /// Position in `labels`; nil for an incidental finding.
    package var label: Int? {
        switch self {
        case .chest(let finding): finding.index
        case .device: ChestFinding.allCases.count
        case .incidental: nil
        }
    }

    /// The attributes it can have: focal findings have grade, side and zone, pleural ones grade and side, diffuse ones a
    /// grade, devices kind and side.
    package var attributes: [FactAttribute] {
        switch self {
        case .chest(let finding):
            switch finding {
            case .consolidation, .infiltration, .pneumonia, .atelectasis, .mass, .nodule: [.grade, .side, .zone]
            case .effusion, .pneumothorax, .pleuralThickening: [.grade, .side]
            case .edema, .emphysema, .fibrosis, .cardiomegaly, .hernia: [.grade]
            }
        case .device: [.kind, .side]
        case .incidental: []
        }
    }
}
