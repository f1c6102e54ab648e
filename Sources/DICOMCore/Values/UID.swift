/// A unique identifier (PS3.5 9.1): at most 64 characters, numbers separated by single dots.
///
/// Leading zeros in a component are tolerated: the standard forbids them, devices in use send them, and an image is
/// worth more than the rule.
package struct UID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let description: String

    /// `nil` where the text is no identifier.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count) else { return nil }
        let components = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for component in components {
            guard !component.isEmpty, component.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        }
        description = text
    }

    /// An identifier written out in the source: known to be well formed.
    init(known text: String) { description = text }
}
