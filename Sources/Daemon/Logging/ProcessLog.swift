import Glibc
package import Logging
import Platform

/// Where all loggers of a process write: the journal if systemd connected standard error to it, otherwise standard
/// error.
package enum ProcessLog {
    /// Sets up logging; to be called once, before the first logger is made.
    ///
    /// - Returns: the level of all of them.
    package static func begin(_ level: Logger.Level, environment: [String: String]) -> LogLevel {
        let level = LogLevel(level)
        let journal = Journal.takes(STDERR_FILENO, environment: environment) ? try? Journal() : nil
        LoggingSystem.bootstrap { label in
            let text = StreamLogHandler.standardError(label: label)
            guard let journal else { return LeveledLogHandler(level, text) }
            return LeveledLogHandler(level, JournalLogHandler(journal, identifier: label, fallback: text))
        }
        return level
    }
}
