import ArgumentParser
import Foundation
import Glibc
import Synchronization

/// Asks for a new password: twice at a terminal, without echo, or once as a line of standard input.
enum PasswordPrompt {
    /// Settings of the terminal before the prompt, for the handler of a signal.
    private static let settings = Mutex(termios())

    static func newPassword(for login: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try ask("Password for \(terminalSafe(login)): ")
        guard try ask("Again: ") == first else { throw ValidationError("the two passwords are not the same") }
        return first
    }

    private static func ask(_ prompt: String) throws -> String {
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        settings.withLock { $0 = before }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        let signals = [SIGINT, SIGTERM, SIGHUP]
        var handled = sigset_t()
        for number in signals {
            sigaddset(&handled, number)
            // A signal would otherwise leave the terminal without echo.
            signal(number) { number in
                // Never waits: the lock is free while the prompt is shown.
                PasswordPrompt.settings.withLockIfAvailable { _ = tcsetattr(STDIN_FILENO, TCSANOW, &$0) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        // The program that started this one may have blocked them.
        pthread_sigmask(SIG_UNBLOCK, &handled, nil)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        FileHandle.standardError.write(Data(prompt.utf8))
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
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
