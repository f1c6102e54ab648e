/// A random id that a browser keeps in a cookie, so that a user's display check belongs to one computer.
package struct BrowserID: Sendable, Equatable {
    package let text: String

    package init() { text = Secret.new() }

    /// - Returns: nil if the text does not have the form of an id.
    package init?(_ text: some StringProtocol) {
        guard Secret.isWellFormed(text) else { return nil }
        self.text = String(text)
    }
}
