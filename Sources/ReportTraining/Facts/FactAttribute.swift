/// A property of a finding that its label does not hold.
package enum FactAttribute: String, CaseIterable, Codable, Sendable {
    case side, zone, grade, kind

    package var values: [AttributeValue] {
        switch self {
        case .side: [.right, .left]
        case .zone: [.upper, .mid, .lower]
        case .grade: [.slight, .moderate, .marked]
        case .kind: [.catheter, .port, .pacemaker, .tube]
        }
    }
}

/// A value of an attribute.
package enum AttributeValue: String, CaseIterable, Codable, Sendable {
    case right, left
    case upper, mid, lower
    case slight, moderate, marked
    case catheter, port, pacemaker, tube

    package var attribute: FactAttribute {
        switch self {
        case .right, .left: .side
        case .upper, .mid, .lower: .zone
        case .slight, .moderate, .marked: .grade
        case .catheter, .port, .pacemaker, .tube: .kind
        }
    }

    /// The one word that states the value in a sentence about a finding. Neither this word nor that of another value
    /// occurs elsewhere in the sentence.
    package func word(for finding: FactFinding) -> String {
        switch self {
        case .slight: finding.hasSize ? "small" : "mild"
        case .marked: finding.hasSize ? "large" : "severe"
        default: rawValue
        }
    }
}

extension FactFinding {
    /// Whether a grade is a size (a large nodule) rather than a severity (severe edema).
    fileprivate var hasSize: Bool {
        if case .chest(let finding) = self { FindingNoun(finding).isCountable } else { false }
    }
}
