import ArgumentParser
import Auditing
import Foundation
import OperatorErrors
import ThoraxConfiguration
import WorkListDatabase

/// `thoraxctl audit` reads the audit trail, which records who did what to which images and reports.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read, verify and export the audit trail.",
        discussion: """
            Messages follow DICOM PS3.15 A.5. Each is sealed with the hash of the message before it.

            Example: thoraxctl audit --study A123
            """,
        subcommands: [
            AuditListCommand.self, AuditShowCommand.self, AuditVerifyCommand.self, AuditExportCommand.self,
        ], defaultSubcommand: AuditListCommand.self)
}

/// `thoraxctl audit list` prints one row per message, without patients.
struct AuditListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List audit messages, latest first.",
        discussion: """
            --who, --from and --kind read the messages one by one; --since and --study keep that short.

            Examples:
            thoraxctl audit list --who mary --since 1d
            thoraxctl audit list --from 10.1.2.3 --event 110113
            thoraxctl audit list --kind requeued
            """)
    static let emptyNotice = "no audit messages"

    @OptionGroup var options: StateOptions

    @Option(help: "Only events since this time: \(TimeArgument.forms).")
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only events with this code.", discussion: AuditEventID.list))
    var event: AuditEventID?

    @Option(help: "Only messages about this study: its id in the work list, Study Instance UID or accession number.")
    var study: StudyArgument?

    @Option(help: "Only messages with this participant: a login, an AE title or the name of a peer.")
    var who: String?

    @Option(help: "Only messages with a participant at this host or address.")
    var from: String?

    @Option(help: "Only messages that record this: a kind of act or a type of event, by its name or its code.")
    var kind: AuditKind?

    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [AuditMessage] {
        try workList.auditRecords(
            since: since?.begin, event: event, aboutStudy: study?.studyInstanceUID(in: workList),
            holding: [who.map(AuditText.participant), from.map(AuditText.address), kind.map(AuditText.kind)]
                .compactMap(\.self),
            limit: listing.limit.rows
        ).map { AuditMessage($0) }
    }
}

/// `thoraxctl audit show` prints one message of the trail.
struct AuditShowCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one audit message.",
        discussion: """
            Without --show-patient, patients and queries are omitted.

            Example: thoraxctl audit show 42
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions

    @Argument(help: "Id of the message.")
    var id: Int64

    func run() throws {
        guard id > 0, let record = try options.workList(of: options.configurationInUse()).auditRecord(id) else {
            throw CommandFailure(
                "there is no audit message \(id)", hint: "list the messages with thoraxctl audit list",
                fault: .notFound)
        }
        let text = patients.showPatient ? record.message : record.messageWithoutPatient
        if options.json { return try printJSON(AuditMessage(record, message: text)) }
        print(terminalSafe(text).replacing("><", with: ">\n<"))
        print("\nhash \(record.anchor)")
    }

    typealias Answer = AuditMessage
}

/// A message of the audit trail as the audit commands print it.
struct AuditMessage: ListingRow {
    let id: Int64
    let at: Date
    /// The event code (PS3.16 CID 400).
    let event: String
    let meaning: String
    /// The Event Outcome Indicator: 0 for success, 4 for failure.
    let outcome: Int
    /// The code of the event's type, such as REQUEUED.
    let kind: String?
    /// Who requested it, and from where.
    let who: String?
    let from: String?
    let studyInstanceUID: String?
    let previousHash: String
    let hash: String
    /// The XML message (PS3.15 A.5.1); nil in a list.
    let message: String?

    init(_ record: AuditRecord, message: String? = nil) {
        id = record.id
        at = record.at
        event = record.event
        meaning = AuditEventID(rawValue: record.event)?.meaning ?? record.event
        outcome = record.outcome
        kind = record.kind
        who = record.requestor?.userID
        from = record.requestor?.address
        studyInstanceUID = record.studyInstanceUID
        previousHash = record.hexadecimalPreviousHash
        hash = record.anchor.hexadecimalHash
        self.message = message
    }

    static var columns: [Column<AuditMessage>] {
        [
            Column("id") { $0.id },
            Column("when") { describeTime($0.at) },
            Column("event") { $0.event },
            Column("what") { $0.meaning },
            Column("kind") { $0.kind },
            Column("who") { $0.who },
            Column("from") { $0.from },
            Column("outcome", colour: { $0.outcome == 0 ? nil : .red }) { $0.outcome == 0 ? "success" : "failure" },
            Column("study") { $0.studyInstanceUID },
            Column("hash", colour: { _ in .grey }) { String($0.hash.prefix(12)) },
        ]
    }
}

extension AuditKind: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package static var allValueStrings: [String] { all.map(\.name) }
}

extension AuditEventID: ExpressibleByArgument {
    /// All events with their codes, for the help text.
    fileprivate static var list: String {
        allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")
    }
}
