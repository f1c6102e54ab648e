import OperatorErrors

/// An administrator wants to lose the own account.
struct OwnAccount: OperatorError {
    var description: String { "nobody removes, disables or demotes the account that they use" }
    var hint: String { "another administrator does it, or root with thoraxctl users" }
    var fault: FaultKind { .conflict }
}
