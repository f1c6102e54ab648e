import OperatorErrors

/// An administrator tried to remove, disable or demote their own account.
struct OwnAccount: OperatorError {
    var description: String { "you cannot remove, disable or demote the account that you are signed in with" }
    var hint: String { "ask another administrator, or use thoraxctl users as root" }
    var fault: FaultKind { .conflict }
}
