extension IndexCondition {
    /// Creates the condition for a key's value (PS3.4 C.2.2.2); `nil` when it matches everything, or when the attribute
    /// is only returned.
    init?(_ attribute: IndexedAttribute, matching value: String) {
        guard value.contains(where: { $0 != "*" }) else { return nil }
        let isPattern = value.contains { $0 == "*" || $0 == "?" }
        let values = value.split(separator: "\\").map(String.init)
        switch QueryKey.matching(of: attribute) {
        case .none: return nil
        case .personName: self = .isLike(attribute, pattern: value)
        case .number: self = .isOneOf(attribute, [value])
        case .text where isPattern: self = .isLike(attribute, pattern: value)
        case .text: self = .isOneOf(attribute, attribute == .modalitiesInStudy ? values : [value])
        case .uniqueIdentifiers:
            self = isPattern ? .isLike(attribute, pattern: value) : .isOneOf(attribute, values)
        case .date:
            self = Self.range(attribute, value, separator: value.firstIndex(of: "-"), fill: "")
        case .time:
            self = Self.range(attribute, value, separator: value.firstIndex(of: "-"), fill: "235959.999999")
        case .dateTime:
            self = Self.range(
                attribute, value, separator: Self.rangeSeparator(ofDateTime: value), fill: "99991231235959.999999")
        }
    }

    /// Returns both ends in a form that compares with stored values of any precision: `0930` covers that whole minute,
    /// and `093000` finds a stored `0930`.
    ///
    /// - Parameter fill: the highest possible value, whose tail completes an upper end; empty for values of fixed
    ///   precision.
    private static func range(
        _ attribute: IndexedAttribute, _ value: String, separator: String.Index?, fill: String
    ) -> IndexCondition {
        let lower = separator.map { String(value[..<$0]) } ?? value
        let upper = separator.map { String(value[value.index(after: $0)...]) } ?? value
        guard !fill.isEmpty else {
            return separator == nil
                ? .isOneOf(attribute, [value])
                : .isBetween(attribute, lower.isEmpty ? nil : lower, upper.isEmpty ? nil : upper)
        }
        return .isBetween(
            attribute, lower.isEmpty ? nil : earliest(lower),
            upper.isEmpty ? nil : upper + fill.dropFirst(upper.count))
    }

    /// Removes trailing zeros that do not change the value.
    private static func earliest(_ value: String) -> String {
        var value = value
        while value.count > 2, value.count % 2 == 0, value.hasSuffix("00") { value.removeLast(2) }
        return value
    }

    /// Finds the hyphen between the two ends of a range; one before four digits up to 1400 begins an offset from UTC
    /// (PS3.4 C.2.2.2.5.3).
    private static func rangeSeparator(ofDateTime value: String) -> String.Index? {
        value.indices.first { index in
            guard value[index] == "-" else { return false }
            let rest = value[value.index(after: index)...].prefix { $0 != "-" }
            return rest.count != 4 || Int(rest).map { $0 > 1400 } ?? true
        }
    }
}
