extension StringProtocol {
    /// The text without leading and trailing spaces and NULs, which pad DICOM's text values (PS3.5 6.2).
    package var trimmingSpaces: String {
        let kept = drop { $0 == " " || $0 == "\0" }
        guard let last = kept.lastIndex(where: { $0 != " " && $0 != "\0" }) else { return "" }
        return String(kept[...last])
    }
}
