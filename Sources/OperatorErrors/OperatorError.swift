/// An error that an operator sees: the description says what failed, the hint what to do, the fault what kind it is.
package protocol OperatorError: Error, CustomStringConvertible {
    /// What the operator can do about it.
    var hint: String { get }
    /// The kind of error, from which every answer to it follows.
    var fault: FaultKind { get }
}

extension OperatorError {
    /// Whether trying again with the same input fails in the same way.
    package var isPermanent: Bool { fault.retry == .never }
}

extension Error {
    /// This error as an operator sees it: itself, or an `UnforeseenError` around an error that no part of the package defines.
    package var asOperatorError: any OperatorError { self as? any OperatorError ?? UnforeseenError(self) }
}

/// An error that no part of the package defines, for instance one of a library.
package struct UnforeseenError: OperatorError {
    package let description: String

    init(_ error: any Error) { description = "\(error)" }

    package var hint: String { "report this with the log around it" }
    package var fault: FaultKind { .internal }
}
