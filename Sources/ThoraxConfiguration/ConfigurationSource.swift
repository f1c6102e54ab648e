/// The text that a configuration was read from. It says what the values say, so that configurations with the same values are
/// equal whatever their comments.
package struct ConfigurationSource: Sendable, Equatable {
    /// The text of the file; nil if there was none.
    package var text: String?

    package static func == (_: Self, _: Self) -> Bool { true }
}
