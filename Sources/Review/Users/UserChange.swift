package import DICOMCore

/// What is to change of a user; nil leaves a value as it is.
package struct UserChange: Sendable, Equatable, Codable {
    package var name: String?
    package var organization: String?
    package var role: User.Role?
    package var code: Code?
    package var isDisabled: Bool?

    /// A new code, or none.
    package enum Code: Sendable, Equatable, Codable {
        case removed
        case replaced(CodedConcept)
    }

    package init() {}

    /// Whether nothing is to change.
    package var isEmpty: Bool { self == UserChange() }

    /// The user as changed.
    func applied(to user: User) -> User {
        var user = user
        if let name { user.name = name }
        if let organization { user.organization = organization }
        if let role { user.role = role }
        switch code {
        case .replaced(let code): user.code = code
        case .removed: user.code = nil
        case nil: break
        }
        if let isDisabled { user.isDisabled = isDisabled }
        return user
    }
}
