package import OperatorErrors

/// Why a token cannot be added or revoked.
package enum TokenError: OperatorError, Equatable {
    case noSuchToken(String)
    case nameTaken(String)
    /// The name is the AE title of this node, of a peer or of a caller.
    case nameOfCaller(String)
    case invalidName
    case inThePast

    package var description: String {
        switch self {
        case .noSuchToken(let name): "there is no token named \(name)"
        case .nameTaken(let name): "there is or was a token named \(name)"
        case .nameOfCaller(let name): "\(name) is an AE title that is in use"
        case .invalidName: "a token's name has 1 to 16 printable ASCII characters, no space and no backslash"
        case .inThePast: "the token would have expired already"
        }
    }

    package var hint: String {
        switch self {
        case .noSuchToken: "thoraxctl tokens list shows them"
        case .nameTaken: "choose another name: the audit trail knows tokens by their names"
        case .nameOfCaller:
            "choose a name that no DICOM peer has: acts and the audit trail would not tell the two apart"
        case .invalidName: "name the client, for example viewer1"
        case .inThePast: "give the number of days that it is valid"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .noSuchToken: .notFound
        case .nameTaken, .nameOfCaller: .duplicate
        case .invalidName, .inThePast: .invalid
        }
    }
}
