import ArgumentParser
import Foundation
import Glibc

/// Asks for a new password: twice at a terminal, which does not show it, or once as a line of standard input.
enum PasswordPrompt {
    static func newPassword(for login: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try ask("Password for \(terminalSafe(login)): ")
        guard try ask("Again: ") == first else { throw ValidationError("the two passwords are not the same") }
        return first
    }

    private static func ask(_ prompt: String) throws -> String {
        FileHandle.standardError.write(Data(prompt.utf8))
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return try line()
    }

    private static func line() throws -> String {
        guard let line = readLine(), !line.isEmpty else {
            throw ValidationError("there is no password on standard input")
        }
        return line
    }
}
