import DICOMCore
import WorkListDatabase

/// How a key with its value is matched (PS3.4 C.2.2.2).
enum KeyMatch: Equatable {
    /// The attribute is only returned.
    case universal
    case condition(IndexCondition)
    /// The value cannot be matched. The key is ignored, and the answer says so.
    case unsupported

    /// Reads the value of a key: one or more values separated by `\`, of which any may match.
    init(_ attribute: IndexedAttribute, _ value: String) {
        let values = value.split(separator: "\\").map(\.trimmingSpaces).filter { !$0.isEmpty }
        if values.isEmpty || values.contains(where: { KeyMatch.isUniversal($0, attribute) }) {
            self = .universal
            return
        }
        let conditions = values.map { KeyMatch.condition(attribute, $0) }
        guard conditions.allSatisfy({ $0 != nil }) else {
            self = .unsupported
            return
        }
        self = .condition(KeyMatch.joined(conditions.compactMap(\.self), on: attribute))
    }

    /// Whether a value matches everything: wild cards only, or a name whose components are all wild cards or empty.
    private static func isUniversal(_ value: String, _ attribute: IndexedAttribute) -> Bool {
        value.allSatisfy { $0 == "*" || (attribute.isPersonName && "^= ".contains($0)) }
    }

    /// The condition for a single value; nil if the value cannot be matched.
    private static func condition(_ attribute: IndexedAttribute, _ value: String) -> IndexCondition? {
        let isPattern = value.contains { $0 == "*" || $0 == "?" }
        let text = attribute.representation == .codeString ? value.uppercased() : value
        switch attribute.matching {
        case .none: return nil
        case .personName: return .isLike(attribute, pattern: value)
        case .number: return Int(value).map { .isOneOf(attribute, ["\($0)"]) }
        case .text, .uniqueIdentifier:
            return isPattern ? .isLike(attribute, pattern: text) : .isOneOf(attribute, [text])
        case .date, .time, .dateTime: return RangeKey(attribute.matching, value)?.condition(on: attribute)
        }
    }

    private static func joined(_ conditions: [IndexCondition], on attribute: IndexedAttribute) -> IndexCondition {
        let values = conditions.compactMap { condition -> String? in
            if case .isOneOf(_, let values) = condition { values.first } else { nil }
        }
        if values.count == conditions.count { return .isOneOf(attribute, values) }
        return conditions.count == 1 ? conditions[0] : .isAny(of: attribute, conditions)
    }
}
