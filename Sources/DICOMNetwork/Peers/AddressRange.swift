internal import Glibc

/// Addresses with a common prefix, written `10.1.0.0/16`, `fd00::/8`, or as one address.
package struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    package let description: String
    private let prefix: [UInt8]
    private let bits: Int

    /// Returns `nil` if the text is not a numeric address, or the prefix is longer than the address.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Self.bytes(of: String(parts[0])) else { return nil }
        var bits = address.count * 8
        if parts.count == 2 {
            guard let told = Int(parts[1]), (0...bits).contains(told) else { return nil }
            bits = told
        }
        description = text
        prefix = address
        self.bits = bits
    }

    /// Whether the range is a single address.
    package var isOneAddress: Bool { bits == prefix.count * 8 }

    /// Whether a numeric address is in the range. An IPv4 address that arrives as IPv6 (`::ffff:10.0.0.1`) is IPv4.
    package func contains(_ address: String) -> Bool {
        Self.bytes(of: address).map(contains) ?? false
    }

    private func contains(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == prefix.count else { return false }
        for (index, pair) in zip(bytes, prefix).enumerated() {
            let kept = min(8, max(0, bits - index * 8))
            let mask = kept == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - kept))
            if (pair.0 ^ pair.1) & mask != 0 { return false }
        }
        return true
    }

    /// Whether any address is in both ranges.
    package func overlaps(_ other: AddressRange) -> Bool {
        guard prefix.count == other.prefix.count else { return false }
        let (wide, narrow) = bits <= other.bits ? (self, other) : (other, self)
        return wide.contains(narrow.prefix)
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let mapped = bytes[..<12].elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
        return mapped ? Array(bytes[12...]) : bytes
    }
}
