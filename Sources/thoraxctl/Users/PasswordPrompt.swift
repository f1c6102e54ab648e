import ArgumentParser
import Foundation
import Glibc

/// Asks for a new password: twice at a terminal, without echo, or once as a line of standard input.
enum PasswordPrompt {
    /// Settings of the terminal before the prompt. Written before the handler of a signal is set, which reads it.
    nonisolated(unsafe) private static var settings = termios()

    static func newPassword(for login: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try ask("Password for \(terminalSafe(login)): ")
        guard try ask("Again: ") == first else { throw ValidationError("the two passwords are not the same") }
        return first
    }

    private static func ask(_ prompt: String) throws -> String {
        tcgetattr(STDIN_FILENO, &settings)
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        let signals = [SIGINT, SIGTERM, SIGHUP]
        for number in signals {
            // A signal would otherwise leave the terminal without echo.
            signal(number) { number in
                tcsetattr(STDIN_FILENO, TCSANOW, &PasswordPrompt.settings)
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        FileHandle.standardError.write(Data(prompt.utf8))
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
            for number in signals { signal(number, SIG_DFL) }
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
