import ArgumentParser
import DICOMCore

/// What an administrator asks and tells the daemon. Reads the work list itself, so it works while the daemon is down.
@main
struct ThoraxCtl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thoraxctl",
        abstract: "Ask thoraxd what it does, what waits, what failed and why; tell it what to do.",
        discussion: """
            Works while the daemon is down, and says that it is. Names and ids of patients are printed with \
            --show-patient only. Run it as root or as the account of the service.

            Exit codes:
            \(CommandExit.allCases.map { "\($0.rawValue)  \($0.description)" }.joined(separator: "\n"))
            """,
        version: Implementation.version,
        subcommands: [
            StatusCommand.self, WorkListCommand.self, ShowCommand.self,
            OutboxCommand.self, CommitmentCommand.self, PeersCommand.self,
            QuarantineCommand.self, ReviewCommand.self, UsersCommand.self, AuditCommand.self, RetentionCommand.self,
            RetryCommand.self, RequeueCommand.self, HoldCommand.self, UnholdCommand.self, PriorityCommand.self,
            VerifyCommand.self, BackupCommand.self, RestoreCommand.self, CheckCommand.self,
            SupportBundleCommand.self, SchemaCommand.self,
        ])

    /// Errors are printed as what happened and what to do about it.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            CommandFailure.end(with: error)
        }
    }
}
