import ArgumentParser
import DICOMCore

/// The administration program of thoraxd. It reads the work list directly, so that it works while the daemon is down, and has
/// changes made by the daemon.
@main
struct ThoraxCtl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thoraxctl",
        abstract: "Administer thoraxd: see what is running, pending or failed and why, and change it.",
        discussion: """
            Also works while thoraxd is not running, and says so. Names and ids of patients are printed only with \
            --show-patient. Members of the group of thoraxd may read; thoraxd makes changes for the account that runs \
            this program: reviewers review, administrators do the rest (thoraxctl users add --help).

            Exit codes:
            \(CommandExit.allCases.map { "\($0.rawValue)  \($0.description)" }.joined(separator: "\n"))

            Example: thoraxctl status
            """,
        version: Implementation.version,
        subcommands: [
            StatusCommand.self, WorkListCommand.self, ShowCommand.self,
            OutboxCommand.self, CommitmentCommand.self, PeersCommand.self,
            QuarantineCommand.self, ReviewCommand.self, UsersCommand.self, TokensCommand.self, AuditCommand.self,
            RetentionCommand.self, ModelCommand.self, RetryCommand.self, RequeueCommand.self, HoldCommand.self,
            UnholdCommand.self, PriorityCommand.self,
            RemoveCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self, RebuildCommand.self,
            CheckCommand.self,
            SupportBundleCommand.self, SchemaCommand.self,
        ])

    /// Runs the command. An error is printed together with a hint on what to do about it.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            CommandFailure.end(with: error)
        }
    }
}
