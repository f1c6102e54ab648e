import Administration
import ArgumentParser
import Commitment
import Daemon
import Retention
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl schema`: what `--json` of a command prints.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema (2020-12) of what a command prints with --json.",
        discussion: "Of: \(answers.keys.sorted().joined(separator: ", ")).")

    @Argument(help: "The command, such as: status, or: review list.")
    var words: [String]

    private var command: String { words.joined(separator: " ") }

    /// What each command prints.
    static var answers: [String: any Decodable.Type] {
        [
            "status": Status.self, "worklist": [WorkListEntry].self, "show": ShownStudy.self,
            "outbox": OutboxListCommand.Outbox.self, "commitment": [CommitmentListing].self,
            "peers": PeersCommand.Report.self,
            "quarantine": [QuarantinedObject].self, "retry": RetryCommand.Answer.self, "requeue": WorkListEntry.self,
            "hold": WorkListEntry.self, "unhold": WorkListEntry.self, "priority": WorkListEntry.self,
            "verify": VerifyCommand.Report.self, "backup": BackupWriter.Summary.self,
            "restore": RestoreCommand.Summary.self, "check": CheckCommand.Report.self,
            "outbox retry": OutboxRetryCommand.Answer.self, "support-bundle": SupportBundleCommand.Answer.self,
            "review list": ReviewListCommand.Listing.self, "review show": ReviewStudyView.self,
            "review open": ReviewOpenCommand.Opened.self, "review release": ReviewReleaseCommand.Answer.self,
            "review accept": Signing.Answer.self, "review edit": Signing.Answer.self,
            "review reject": Signing.Answer.self, "review addendum": Signing.Answer.self,
            "review retry": ReviewRetryCommand.Answer.self,
            "users list": [User].self, "users add": User.self, "users change": User.self,
            "users remove": UsersRemoveCommand.Answer.self,
            "audit list": [AuditListCommand.Line].self, "audit show": AuditShowCommand.Message.self,
            "audit verify": AuditVerifyCommand.Answer.self,
            "retention show": RetentionShowCommand.Answer.self, "retention run": RetentionReport.self,
        ]
    }

    func validate() throws {
        guard Self.answers[command] != nil else { throw ValidationError("there is no schema of \(command)") }
    }

    func run() throws {
        guard let answer = Self.answers[command],
            case .object(var schema) = try ShapeDecoder.shape(of: answer).schema
        else { return }
        schema["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        schema["title"] = .text("thoraxctl \(command) --json")
        try printJSON(JSONText.object(schema))
    }
}
