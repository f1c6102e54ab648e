import FindingLabels

/// Which of the finding head's labels the words of a report name: the one table that decides whose probability belongs
/// to a sentence.
enum HeadLabels {
    /// A label, with the finding under which `FindingLabeler` reports its words.
    private struct Name {
        let label: String
        /// Nil for words outside CheXpert's findings.
        let finding: Finding?
        /// Beginnings or parts of the words that name the label, in lower case; empty if all words of the finding do.
        let stems: [String]

        init(_ label: String, _ finding: Finding?, _ stems: String...) {
            (self.label, self.finding, self.stems) = (label, finding, stems)
        }
    }

    /// The labels of ChestX-ray14 that CheXpert does not have, or not by that name. CheXpert counts "fibrosis" as Pleural
    /// Other, and scars and reticulation as Lung Opacity. A word that no row has, such as "opacity", names no label.
    private static let names = [
        Name("effusion", .pleuralEffusion),
        Name("infiltration", .lungOpacity, "infiltrat"),
        Name("mass", .lungLesion, "mass"),
        Name("nodule", .lungLesion, "nodul"),
        Name("pleural thickening", .pleuralOther, "thickening", "fibrothorax", "scar"),
        Name("fibrosis", .pleuralOther, "fibrosis"),
        Name("fibrosis", .lungOpacity, "scar", "reticula"),
    ]

    /// The CheXpert finding that a label belongs to, or nil.
    static func finding(of label: String) -> Finding? {
        let name = readable(label)
        return names.first { $0.label == name }?.finding ?? Finding.allCases.first { $0.rawValue.lowercased() == name }
    }

    /// Whether a mention of a finding names a label. A label that neither ChestX-ray14 nor CheXpert has is named by its own
    /// words.
    ///
    /// - Parameters:
    ///   - finding: the finding that the labeler counts the words as; nil for words outside CheXpert's findings.
    ///   - words: the words as written; nil if the finding follows from other words.
    static func names(_ label: String, _ finding: Finding?, _ words: String?) -> Bool {
        let name = readable(label)
        let rows = names.filter { $0.label == name }
        guard !rows.isEmpty else {
            guard let own = Self.finding(of: label) else { return words?.lowercased().contains(name) ?? false }
            return own == finding
        }
        return rows.contains { row in
            row.finding == finding
                && (row.stems.isEmpty || row.stems.contains { words?.lowercased().contains($0) ?? false })
        }
    }

    /// Human-readable form of a label.
    static func readable(_ label: String) -> String { label.replacing("_", with: " ").lowercased() }

    /// Whether a label is CheXpert's Lung Opacity, which any of its subtypes implies.
    static func isLungOpacity(_ label: String) -> Bool { readable(label) == Finding.lungOpacity.rawValue.lowercased() }

    /// The subtypes of a finding in CheXpert's hierarchy (Irvin et al. 2019, figure 1).
    static let kinds: [Finding: [Finding]] = [
        .lungOpacity: [.edema, .consolidation, .pneumonia, .lungLesion, .atelectasis],
        .consolidation: [.pneumonia],
        .enlargedCardiomediastinum: [.cardiomegaly],
    ]

    /// The subtypes that a sentence denies when it denies a finding: "no focal opacity" is compatible with edema, but not
    /// with pneumonia.
    static let deniedKinds: [Finding: [Finding]] = [.lungOpacity: [.consolidation, .pneumonia]]
}
