/// Dates and times as text (VR DA and TM), in the form in which they are compared.
package enum DateTimeText {
    /// Returns a date as `YYYYMMDD`, also if it is in the form of earlier versions of the standard, `YYYY.MM.DD`
    /// (PS3.5 6.2); any other text unchanged.
    package static func date(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return text }
        return parts.joined()
    }

    /// Returns a time as `HHMMSS.FFFFFF` with its own precision, also if it is in the earlier form `HH:MM:SS.FFFFFF`; any
    /// other text unchanged.
    package static func time(_ text: String) -> String {
        let digits = text.replacing(":", with: "")
        return isTime(digits) ? digits : text
    }

    /// Whether a text is `HH`, `HHMM`, `HHMMSS` or `HHMMSS.FFFFFF` with one to six places.
    package static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, whole.allSatisfy(\.isASCIIDigit) else { return false }
        guard parts.count == 2 else { return [2, 4, 6].contains(whole.count) }
        return whole.count == 6 && (1...6).contains(parts[1].count) && parts[1].allSatisfy(\.isASCIIDigit)
    }
}

extension Character {
    /// Whether it is one of `0` to `9`.
    package var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
