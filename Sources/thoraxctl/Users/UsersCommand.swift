import ArgumentParser
import Control
import DICOMCore
import Foundation
import Review
import ThoraxConfiguration
import WebAccess
import WorkListDatabase

/// `thoraxctl users` manages the users who may sign reports.
struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Manage who may sign reports, and the names that appear in signed reports.",
        discussion: "Example: thoraxctl users",
        subcommands: [
            UsersListCommand.self, UsersAddCommand.self, UsersChangeCommand.self, UsersPasswordCommand.self,
            UsersRemoveCommand.self,
        ],
        defaultSubcommand: UsersListCommand.self)
}

/// `thoraxctl users list` prints all users.
struct UsersListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List users by login.",
        discussion: "Example: thoraxctl users list --json")
    static let emptyNotice = "no users; add one with thoraxctl users add"

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [User] {
        Array(try workList.users().prefix(listing.limit.rows))
    }
}

extension User: ListingRow {
    static var columns: [Column<User>] {
        [
            Column("login") { $0.login },
            Column("role", colour: { $0.isDisabled ? .grey : nil }) {
                $0.isDisabled ? "\($0.role.rawValue), disabled" : $0.role.rawValue
            },
            Column("name") { $0.name },
            Column("organization") { $0.organization },
            Column("code") { $0.code.map { "\($0.value)^\($0.scheme)^\($0.meaning)" } },
        ]
    }
}

/// `thoraxctl users add` adds a user.
struct UsersAddCommand: AnsweringCommand {
    typealias Answer = User

    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user.",
        discussion: """
            Who is logged in to this account of the machine, and only who is, acts as the user; the kernel says who that \
            is. The account must be in the group of thoraxd. On the review page, a user signs in with the login and a \
            password, or with what a proxy says, and needs no account. Viewers see studies, reviewers sign them too, \
            administrators do everything else and may act as a reviewer with --as, which is on record. The name and the \
            organization are copied into a report when it is signed.

            Example: thoraxctl users add mary --name 'DOE^MARY' --organization 'General Hospital'
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Login: the account of this machine that acts as this user.")
    var login: String

    @Option(help: "Person name as DICOM writes it: Family^Given.")
    var name: String

    @Option(help: "Organization that the person signs for.")
    var organization: String

    @Option(help: "Role of the user: \(User.Role.listed). Reviewers sign.")
    var role = User.Role.reviewer

    @Flag(
        help: """
            Ask for a password for the review page: twice at a terminal, or as one line of standard input.
            """)
    var password = false

    @Option(help: "Code that identifies the person: value^scheme^meaning.")
    var code: UserCode?

    func run() throws {
        let user = User(login: login, name: name, organization: organization, code: code?.concept, role: role)
        let changing = try Changing(options)
        // Check the password first, so that a refused password adds no user.
        let hash = password ? try PasswordHash(of: PasswordPrompt.newPassword(for: login), for: login) : nil
        _ = try changing.make(.addUser(user))
        if let hash { _ = try changing.make(.setPassword(login: login, hash)) }
        warnIfFamilyNameOnly(name)
        if options.json { return try printJSON(user) }
        print("\(terminalSafe(login)) added; \(role == .reviewer ? "may" : "may not") sign reports")
    }
}

/// `thoraxctl users change` updates a user.
struct UsersChangeCommand: AnsweringCommand {
    typealias Answer = User

    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Change a user; signed reports stay unchanged.",
        discussion: "Example: thoraxctl users change mary --role administrator")

    @OptionGroup var options: StateOptions

    @Argument(help: "Login.")
    var login: String

    @Option(help: "Person name as DICOM writes it: Family^Given.")
    var name: String?

    @Option(help: "Organization that the person signs for.")
    var organization: String?

    @Option(help: "Role of the user: \(User.Role.listed).")
    var role: User.Role?

    @Option(help: "Code that identifies the person: value^scheme^meaning, or none.")
    var code: UserCode?

    @Flag(inversion: .prefixedEnableDisable, help: "Enable or disable the user.")
    var user: Bool?

    func validate() throws {
        guard name != nil || organization != nil || role != nil || code != nil || user != nil else {
            throw ValidationError("name at least one thing to change")
        }
    }

    func run() throws {
        var change = UserChange()
        change.name = name
        change.organization = organization
        change.role = role
        change.code = code.map { $0.concept.map(UserChange.Code.replaced) ?? .removed }
        change.isDisabled = user.map { !$0 }
        guard case .user(let changed) = try Changing(options).make(.changeUser(login: login, change)) else {
            throw ControlError.malformed
        }
        warnIfFamilyNameOnly(name)
        if options.json { return try printJSON(changed) }
        print("\(terminalSafe(login)) updated")
    }
}

/// `thoraxctl users remove` removes a user.
struct UsersRemoveCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a user; signed reports keep the name.",
        discussion: "Example: thoraxctl users remove mary")

    @OptionGroup var options: StateOptions

    @Argument(help: "Login.")
    var login: String

    struct Answer: Codable {
        let removed: String
    }

    func run() throws {
        _ = try Changing(options).make(.removeUser(login: login))
        if options.json { return try printJSON(Answer(removed: login)) }
        print("\(terminalSafe(login)) removed")
    }
}

/// Warns about a person name that reports would show as a family name only.
private func warnIfFamilyNameOnly(_ name: String?) {
    guard let name, !name.contains("^") else { return }
    let text =
        "warning: \(terminalSafe(name)) has no ^, so all of it is the family name; to change it: thoraxctl users change "
        + "LOGIN --name 'Family^Given'\n"
    FileHandle.standardError.write(Data(text.utf8))
}

extension User.Role: ExpressibleByArgument {
    /// All roles, for a help text.
    fileprivate static var listed: String { allCases.map(\.rawValue).joined(separator: " or ") }
}

/// A code on the command line: `value^scheme^meaning`, or `none`.
struct UserCode: ExpressibleByArgument {
    /// The code; nil for `none`.
    let concept: CodedConcept?

    init?(argument: String) {
        guard argument != "none" else {
            concept = nil
            return
        }
        let parts = argument.split(separator: "^", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        concept = CodedConcept(value: parts[0], scheme: parts[1], meaning: parts[2])
    }
}
