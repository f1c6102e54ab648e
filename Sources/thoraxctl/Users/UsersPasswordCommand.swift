import ArgumentParser
import Control
import ThoraxConfiguration
import WebAccess

/// `thoraxctl users password` sets the password with which a user signs in on the page.
struct UsersPasswordCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set the password with which a user signs in on the review page.",
        discussion: """
            Asks for it twice at a terminal, or reads one line of standard input. Only its hash leaves this command. The \
            user's sessions on the page end.

            Example: thoraxctl users password mary
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Login.")
    var login: String

    struct Answer: Codable {
        let login: String
    }

    func run() throws {
        try Self.set(PasswordPrompt.newPassword(for: login), of: login, by: Changing(options))
        if options.json { return try printJSON(Answer(login: login)) }
        print("\(terminalSafe(login)) has a new password")
    }

    static func set(_ password: String, of login: String, by changing: Changing) throws {
        _ = try changing.make(.setPassword(login: login, PasswordHash(of: password, for: login)))
    }
}
