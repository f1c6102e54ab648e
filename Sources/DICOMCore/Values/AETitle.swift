/// An application entity title (PS3.5 6.2, VR AE): 1 to 16 characters of printable ASCII without `\`, case-sensitive;
/// leading and trailing spaces are dropped.
package struct AETitle: Sendable, Hashable, Codable, CustomStringConvertible {
    package let description: String

    /// Returns `nil` if the text is not a valid AE title.
    package init?(_ text: String) {
        let trimmed = text.trimmingSpaces
        guard (1...16).contains(trimmed.utf8.count) else { return nil }
        guard trimmed.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        description = trimmed
    }
}
