import ArgumentParser
import Control
import Foundation
import ThoraxConfiguration
import WebAccess
import WorkListDatabase

/// `thoraxctl tokens` manages the tokens of web clients.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "Manage the tokens with which web clients read and store.",
        discussion: "Example: thoraxctl tokens",
        subcommands: [TokensListCommand.self, TokensAddCommand.self, TokensRevokeCommand.self],
        defaultSubcommand: TokensListCommand.self)
}

/// `thoraxctl tokens list` prints all tokens, without their secrets, which are not stored.
struct TokensListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tokens by name.", discussion: "Example: thoraxctl tokens list --json")
    static let emptyNotice = "no tokens; add one with thoraxctl tokens add"

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [AccessToken] {
        Array(try workList.accessTokens().prefix(listing.limit.rows))
    }
}

extension AccessToken: ListingRow {
    static var columns: [Column<AccessToken>] {
        [
            Column("name") { $0.name },
            Column("scope") { $0.scopes.map(\.rawValue).sorted().joined(separator: " ") },
            Column("state", colour: { $0.refusal(at: Date()) == nil ? nil : .grey }) { token in
                token.revokedAt != nil ? "revoked" : token.refusal(at: Date()) == nil ? "valid" : "expired"
            },
            Column("expires") { $0.expiresAt.map(describeDay) ?? "never" },
            Column("last used") { $0.lastUsedAt.map { describeTime($0) } ?? "never" },
        ]
    }
}

private func describeDay(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

/// `thoraxctl tokens add` adds a token and prints its secret once.
struct TokensAddCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a token and print it, once: only its hash is kept.",
        discussion: """
            Clients send it as Authorization: Bearer. Give each client a token of its own.

            Example: thoraxctl tokens add viewer1 --scope read --days 365
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Name of the client on the audit trail.")
    var name: String

    @Option(
        help:
            "What it may do: \(AccessToken.Scope.allCases.map(\.rawValue).joined(separator: ", ")); give it again for more."
    )
    var scope: [AccessToken.Scope] = [.read]

    @Option(help: "Days after which it expires, \(ValidDays.bounds); without this, it is valid until it is revoked.")
    var days: ValidDays?

    struct Answer: Codable {
        let name: String
        let scopes: [String]
        let expiresAt: Date?
        /// Shown here and never again.
        let token: String
    }

    func run() throws {
        let expiresAt = days.map { Date() + Double($0.days) * 86_400 }
        let change = Change.addToken(name, scopes: Set(scope), expiresAt: expiresAt)
        guard case .token(let secret) = try Changing(options).make(change) else { throw ControlError.malformed }
        guard !options.json else {
            return try printJSON(
                Answer(
                    name: name, scopes: Set(scope).map(\.rawValue).sorted(), expiresAt: expiresAt, token: secret))
        }
        print(secret)
    }
}

/// `thoraxctl tokens revoke` ends a token at once.
struct TokensRevokeCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; it is refused from the next request on.",
        discussion: "Example: thoraxctl tokens revoke viewer1")

    @OptionGroup var options: StateOptions

    @Argument(help: "Name of the token.")
    var name: String

    struct Answer: Codable {
        let revoked: String
    }

    func run() throws {
        _ = try Changing(options).make(.revokeToken(name))
        if options.json { return try printJSON(Answer(revoked: name)) }
        print("\(terminalSafe(name)) revoked")
    }
}

extension AccessToken.Scope: ExpressibleByArgument {}

extension ConfigurationWarning {
    /// A token that has the AE title of a peer or of this node.
    init(_ token: AccessToken) {
        self.init(
            description:
                "the token \(token.name) has the AE title of a peer or of this node: acts and the audit trail show both alike",
            hint: "add a token with another name for that client, then thoraxctl tokens revoke \(token.name)")
    }
}
