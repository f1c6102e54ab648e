/// The secret of a session, which its cookie has.
package struct SessionSecret: Sendable, Equatable {
    package let text: String

    /// A new one.
    init() { text = Secret.new() }

    /// - Returns: nil if the text does not have the form of a secret.
    package init?(_ text: some StringProtocol) {
        guard Secret.isWellFormed(text) else { return nil }
        self.text = String(text)
    }

    var hash: [UInt8] { Secret.hash(text) }
}
