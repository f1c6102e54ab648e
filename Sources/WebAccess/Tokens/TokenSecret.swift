/// The secret of a token: `thx_` and 256 random bits.
package struct TokenSecret: Sendable, Equatable {
    package static let prefix = "thx_"

    package let text: String

    /// A new one.
    package init() { text = Self.prefix + Secret.new() }

    /// - Returns: nil if the text does not have the form of a token's secret.
    package init?(_ text: Substring) {
        guard text.hasPrefix(Self.prefix), Secret.isWellFormed(text.dropFirst(Self.prefix.count)) else { return nil }
        self.text = String(text)
    }

    package var hash: [UInt8] { Secret.hash(text) }
}
