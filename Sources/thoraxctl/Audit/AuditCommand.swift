import ArgumentParser
import Auditing
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl audit`: who did what to whose images and reports.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read, verify and export the audit trail.",
        discussion: "Messages after DICOM PS3.15 A.5, each sealed with the hash of the one before it.",
        subcommands: [
            AuditListCommand.self, AuditShowCommand.self, AuditVerifyCommand.self, AuditExportCommand.self,
        ], defaultSubcommand: AuditListCommand.self)
}

/// `thoraxctl audit list`: one row for each message, without patients.
struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List audit messages, the latest first.")

    @OptionGroup var options: StateOptions

    @Option(help: "Only events since then: a time such as 2026-11-23T08:00:00Z, or a date.")
    var since: AuditTime?

    @Option(help: ArgumentHelp("Only this event, by its code.", discussion: AuditEventID.list))
    var event: AuditEventID?

    @Option(help: "Only messages about the study of this Study Instance UID.")
    var study: String?

    @Option(help: "Messages to show.")
    var limit = 50

    /// What `--json` prints.
    struct Line: Codable {
        let id: Int64
        let at: Date
        let event: String
        let meaning: String
        /// 0, or 4 where it failed.
        let outcome: Int
        let studyInstanceUID: String?
        let hash: String

        init(_ record: AuditRecord) {
            id = record.id
            at = record.at
            event = record.event
            meaning = AuditEventID(rawValue: record.event)?.meaning ?? record.event
            outcome = record.outcome
            studyInstanceUID = record.studyInstanceUID
            hash = record.anchor.hexadecimalHash
        }
    }

    func run() throws {
        let workList = try options.workList(of: options.configuration())
        let lines = try workList.auditRecords(since: since?.date, event: event, aboutStudy: study, limit: limit)
            .map(Line.init)
        if options.json { return try printJSON(lines) }
        guard !lines.isEmpty else { return print("no message") }
        var table = TextTable(["id", "when", "event", "what", "outcome", "study", "hash"])
        for line in lines {
            table.add([
                ("\(line.id)", nil), (line.at.formatted(.iso8601), nil), (line.event, nil), (line.meaning, nil),
                (line.outcome == 0 ? "success" : "failure", line.outcome == 0 ? nil : .red),
                (line.studyInstanceUID ?? "", nil), (String(line.hash.prefix(12)), .grey),
            ])
        }
        table.lines.forEach { print($0) }
    }
}

extension AuditEventID: ExpressibleByArgument {
    /// Every event with its code.
    fileprivate static var list: String {
        allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")
    }
}

/// A point in time on the command line: a date is its beginning here.
struct AuditTime: ExpressibleByArgument {
    let date: Date

    init?(argument: String) {
        let day = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
        let exact = try? Date(argument, strategy: .iso8601)
        guard let date = exact ?? (try? Date(argument, strategy: day)) else { return nil }
        self.date = date
    }
}
