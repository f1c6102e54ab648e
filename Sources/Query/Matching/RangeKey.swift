import DICOMCore
import WorkListDatabase

/// A single date, time or date and time in a key, or a range of them (PS3.4 C.2.2.2.5), read as senders write it: with
/// spaces around the hyphen, colons in times, periods in dates.
///
/// Both ends are in a form that compares with stored values of any precision: `0930` covers that whole minute, and
/// `093000` finds a stored `0930`. An open end is the lowest or highest value, so that stored text that is not a date or
/// time matches no range.
struct RangeKey: Equatable {
    let lower: String
    let upper: String

    /// - Returns: nil if the value is not in one of these forms.
    init?(_ matching: IndexedAttribute.Matching, _ value: String) {
        let separator =
            matching == .dateTime ? RangeKey.separator(ofDateTime: value) : value.firstIndex(of: "-")
        let ends = separator.map { [value[..<$0], value[value.index(after: $0)...]] } ?? [value[...], value[...]]
        let read = ends.map { end -> String? in
            let end = end.trimmingSpaces
            switch matching {
            case .date: return RangeKey.date(end)
            case .time: return RangeKey.time(end)
            default: return RangeKey.dateTime(end)
            }
        }
        guard let first = read[0], let last = read[1], !first.isEmpty || !last.isEmpty else { return nil }
        lower = first.isEmpty ? "0" : RangeKey.earliest(first, matching)
        upper = RangeKey.latest(last, matching)
    }

    /// The condition that an attribute is in the range.
    func condition(on attribute: IndexedAttribute) -> IndexCondition {
        if lower == upper { return .isOneOf(attribute, [lower]) }
        return .isBetween(attribute, lower, upper)
    }

    /// Digits of a date, or of a year or month; "" for an open end; nil for anything else.
    private static func date(_ text: String) -> String? {
        let date = DateTimeText.date(text)
        return [0, 4, 6, 8].contains(date.count) && date.allSatisfy(\.isASCIIDigit) ? date : nil
    }

    private static func time(_ text: String) -> String? {
        let time = DateTimeText.time(text)
        return time.isEmpty || DateTimeText.isTime(time) ? time : nil
    }

    /// A date, and a time if the date is complete. A value with an offset from UTC is not matched, because stored values
    /// are in local time.
    private static func dateTime(_ text: String) -> String? {
        let digits = text.prefix { $0.isASCIIDigit }
        guard digits.count > 8 else { return digits.count == text.count ? date(text) : nil }
        return DateTimeText.isTime(String(text.dropFirst(8))) ? text : nil
    }

    /// Removes trailing zeros of a time that do not change the value.
    private static func earliest(_ value: String, _ matching: IndexedAttribute.Matching) -> String {
        guard matching != .date else { return value }
        var value = value
        while value.count > 2, value.count % 2 == 0, value.hasSuffix("00"), !value.contains(".") {
            value.removeLast(2)
        }
        return value
    }

    /// Completes a value to the highest that begins with it.
    private static func latest(_ value: String, _ matching: IndexedAttribute.Matching) -> String {
        let highest =
            switch matching {
            case .date: "99991231"
            case .time: "235959.999999"
            default: "99991231235959.999999"
            }
        return value + highest.dropFirst(value.count)
    }

    /// Finds the hyphen between the two ends of a range; one before four digits up to 1400 begins an offset from UTC
    /// (PS3.4 C.2.2.2.5.3).
    private static func separator(ofDateTime value: String) -> String.Index? {
        value.indices.first { index in
            guard value[index] == "-" else { return false }
            let rest = value[value.index(after: index)...].prefix { $0 != "-" }.trimmingSpaces
            return rest.count != 4 || Int(rest).map { $0 > 1400 } ?? true
        }
    }
}
