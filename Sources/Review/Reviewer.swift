package import DICOMCore

/// Who signs: copied into every verdict, because a report says who signed it after the user is gone.
package struct Reviewer: Sendable, Equatable, Codable {
    /// Login of the user; of a signed report that was sent back, the AE title of its sender.
    package let login: String
    /// Person name, `family^given` (PS3.5 6.2).
    package let name: String
    package let organization: String
    /// What identifies the person elsewhere, where anything does (PS3.3 Table 10-1).
    package let code: CodedConcept?

    package init(login: String, name: String, organization: String, code: CodedConcept? = nil) {
        self.login = login
        self.name = name
        self.organization = organization
        self.code = code
    }
}
