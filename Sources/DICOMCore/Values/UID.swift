/// A unique identifier (PS3.5 9.1): at most 64 characters, numbers separated by single dots.
///
/// Leading zeros in a component are accepted: the standard forbids them, but some devices send them, and losing their
/// images would be worse.
package struct UID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let description: String

    /// Returns `nil` if the text is not a UID.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count) else { return nil }
        let components = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for component in components {
            guard !component.isEmpty, component.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        }
        description = text
    }

    /// Creates a UID that is written in the source and known to be valid.
    init(known text: String) { description = text }
}
