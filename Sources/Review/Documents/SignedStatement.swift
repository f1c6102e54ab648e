package import DICOMCore
package import FoundationEssentials

/// The parts of a signed report that matter for a verdict.
package struct SignedStatement: Sendable, Equatable, Codable {
    /// SOP Instance UID of the document of this node that it names as predecessor.
    package let predecessor: String
    package let text: SignedText
    /// Who verified it, in the order of the document; never empty.
    package let observers: [VerifyingObserver]

    package init(predecessor: String, text: SignedText, observers: [VerifyingObserver]) {
        self.predecessor = predecessor
        self.text = text
        self.observers = observers
    }
}

/// An item of a signed report's Verifying Observer Sequence (PS3.3 C.17.2).
package struct VerifyingObserver: Sendable, Equatable, Codable {
    /// Person name, as the report has it.
    package let name: String
    package let organization: String
    /// Verifying Observer Identification Code, if the report has one.
    package let code: CodedConcept?
    /// Nil if the report has no readable time.
    package let verifiedAt: Date?

    package init(name: String, organization: String, code: CodedConcept? = nil, verifiedAt: Date? = nil) {
        self.name = name
        self.organization = organization
        self.code = code
        self.verifiedAt = verifiedAt
    }

    /// The observer as a verdict has its signer.
    ///
    /// - Parameter login: login of the user, or the AE title of the sender if the observer is no user here.
    func reviewer(as login: String) -> Reviewer {
        Reviewer(login: login, name: name, organization: organization, code: code)
    }

    /// Whether this is the user: the family, given and middle names are the user's without regard to case, and so is
    /// the code if the report has one. Prefixes and suffixes of the name do not count.
    func isUser(_ user: User) -> Bool {
        guard let own = Self.comparable(name), own == Self.comparable(user.name) else { return false }
        guard let code else { return true }
        return code.value == user.code?.value && code.scheme == user.code?.scheme
    }

    private static func comparable(_ name: String) -> String? {
        let parts = PersonNameGroups(name).alphabetic?.split(separator: "^", omittingEmptySubsequences: false)
        return parts.flatMap { PersonNameGroups.folded($0.prefix(3).joined(separator: "^")) }
    }
}

/// The outcome of reading a returned report.
package enum ReturnedReportOutcome: Sendable, Equatable {
    /// It is signed and names a document of this node.
    case signs(SignedStatement)
    /// It names no draft of this node.
    case unrelated
    case unreadable(reason: String)
}
