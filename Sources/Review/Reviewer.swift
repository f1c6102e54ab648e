package import DICOMCore

/// The person who signs. It is copied into every verdict, so that the report shows the signer even after the user is
/// removed.
package struct Reviewer: Sendable, Equatable, Codable {
    /// Login of the user; for a returned report whose signer is no user here, the AE title of its sender.
    package let login: String
    /// Person name, `family^given` (PS3.5 6.2).
    package let name: String
    package let organization: String
    /// Code that identifies the person in other systems, if there is one (PS3.3 Table 10-1).
    package let code: CodedConcept?

    package init(login: String, name: String, organization: String, code: CodedConcept? = nil) {
        self.login = login
        self.name = name
        self.organization = organization
        self.code = code
    }
}
