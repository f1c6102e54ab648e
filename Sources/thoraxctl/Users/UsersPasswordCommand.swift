import ArgumentParser
import Control
import ThoraxConfiguration
import WebAccess

/// `thoraxctl users password` sets the password of a user for the review page.
struct UsersPasswordCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set the password of a user for the review page.",
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
        let hash = try PasswordHash(of: PasswordPrompt.newPassword(for: login), for: login)
        _ = try Changing(options).make(.setPassword(login: login, hash))
        if options.json { return try printJSON(Answer(login: login)) }
        print("\(terminalSafe(login)) has a new password")
    }
}
