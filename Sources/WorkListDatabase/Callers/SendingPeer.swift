/// The configured peer that sent an object.
package struct SendingPeer: Sendable, Equatable {
    /// The operator's name for it.
    package let name: String
    /// Whether signed reports from it may decide drafts.
    package let maySign: Bool

    package init(name: String, maySign: Bool) {
        self.name = name
        self.maySign = maySign
    }
}
