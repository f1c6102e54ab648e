/// The 14 findings of NIH ChestX-ray14 (Wang et al., CVPR 2017), in the paper's order, which is also that of the
/// finding head's outputs.
package enum ChestFinding: String, CaseIterable, Codable, Sendable {
    case atelectasis = "Atelectasis"
    case cardiomegaly = "Cardiomegaly"
    case effusion = "Effusion"
    case infiltration = "Infiltration"
    case mass = "Mass"
    case nodule = "Nodule"
    case pneumonia = "Pneumonia"
    case pneumothorax = "Pneumothorax"
    case consolidation = "Consolidation"
    case edema = "Edema"
    case emphysema = "Emphysema"
    case fibrosis = "Fibrosis"
    case pleuralThickening = "Pleural_Thickening"
    case hernia = "Hernia"

    /// The label table's entry for a film without any of the 14.
    static let none = "No Finding"

    /// Human-readable name, without an underscore.
    package var displayName: String {
        self == .pleuralThickening ? "Pleural thickening" : rawValue
    }

    /// Position in `allCases`, which is the position in the finding head's output.
    package var index: Int {
        Self.allCases.firstIndex(of: self) ?? 0
    }
}
