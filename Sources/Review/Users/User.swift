package import DICOMCore
import GRDB
import WorkListDatabase

/// A user who reviews drafts or administers the daemon.
package struct User: Sendable, Equatable, Codable {
    package enum Role: String, CaseIterable, Sendable, Codable {
        /// Sees studies, drafts and reports.
        case viewer
        /// Sees them too, and signs.
        case reviewer
        /// Manages accounts and the node; sees no study on the page.
        case administrator

        /// Whether studies, and with them patients, are shown on the page.
        package var seesStudies: Bool { self != .administrator }
    }

    package let login: String
    /// Person name, `family^given` (PS3.5 6.2); it is the Verifying Observer Name of reports that this user signs.
    package var name: String
    /// Verifying Organization of reports that this user signs.
    package var organization: String
    /// Code that identifies the person in other systems: Verifying Observer Identification Code.
    package var code: CodedConcept?
    package var role: Role
    /// Whether the user is disabled: known, but not permitted to do anything.
    package var isDisabled: Bool

    package init(
        login: String, name: String, organization: String, code: CodedConcept? = nil, role: Role,
        isDisabled: Bool = false
    ) {
        self.login = login
        self.name = name
        self.organization = organization
        self.code = code
        self.role = role
        self.isDisabled = isDisabled
    }

    /// The user as a signer of reports.
    package var reviewer: Reviewer { Reviewer(login: login, name: name, organization: organization, code: code) }

    /// Why a report cannot contain the values of this user, if there is a reason (PS3.5 6.2: PN, LO and SH).
    package var fault: String? {
        func isText(_ text: String, upTo length: Int) -> Bool {
            (1...length).contains(text.unicodeScalars.count) && !text.allSatisfy(\.isWhitespace)
                && !text.unicodeScalars.contains { $0 == "\\" || $0.properties.generalCategory == .control }
        }
        let groups = name.split(separator: "=", omittingEmptySubsequences: false)
        if !(1...64).contains(login.utf8.count) || !login.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            return "a login has 1 to 64 printable ASCII characters and no space"
        }
        if groups.count > 3 || groups[0].split(separator: "^", omittingEmptySubsequences: false).count > 5
            || !isText(String(groups[0]), upTo: 64)
            || groups.dropFirst().contains(where: { !isText("\($0)", upTo: 64) })
            || groups[0].first == "^"
        {
            return "a name is family^given, at most 64 characters, without a backslash"
        }
        if !isText(organization, upTo: 64) { return "an organization has 1 to 64 characters and no backslash" }
        if let code, !isText(code.value, upTo: 16) || !isText(code.scheme, upTo: 16) || !isText(code.meaning, upTo: 64)
        {
            return "a code has a value and a scheme of 1 to 16 characters and a meaning of 1 to 64"
        }
        return nil
    }
}

extension User: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case role, login, name, organization, isDisabled
    }

    init(row: Row) throws {
        guard let role = Role(rawValue: row[Columns.role]) else {
            throw WorkListError.unexpected("unknown role")
        }
        self.init(
            login: row[Columns.login], name: row[Columns.name], organization: row[Columns.organization],
            code: row.codedConcept,
            role: role, isDisabled: row[Columns.isDisabled])
    }
}

extension Row {
    /// The code of a user or reviewer, if there is one.
    var codedConcept: CodedConcept? {
        guard let value: String = self["codeValue"], let scheme: String = self["codingScheme"],
            let meaning: String = self["codeMeaning"]
        else { return nil }
        return CodedConcept(value: value, scheme: scheme, meaning: meaning)
    }
}
