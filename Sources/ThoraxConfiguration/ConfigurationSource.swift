/// The text that a configuration was read from. It is ignored when configurations are compared, so that a change of comments is
/// no change.
package struct ConfigurationSource: Sendable, Equatable {
    /// The text of the file; nil if there was none.
    package var text: String?

    package static func == (_: Self, _: Self) -> Bool { true }
}
