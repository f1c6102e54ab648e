package import OperatorErrors

/// Why a stored object cannot be rewritten as another instance.
package enum CoercionError: OperatorError, Equatable {
    /// A deflated or big-endian data set.
    case encoding(String)
    /// It has been coerced before: the sequence would have to be changed.
    case hasOriginalAttributes

    package var description: String {
        switch self {
        case .encoding(let name): "it is in \(name)"
        case .hasOriginalAttributes: "it has an Original Attributes Sequence (0400,0561) already"
        }
    }

    package var fault: FaultKind { .invalid }
    package var hint: String { "have the modality send it again with a UID of its own" }
}
