import ArgumentParser
import Auditing
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl audit show`: one message as it stands in the trail.
struct AuditShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one audit message.",
        discussion: "Without --show-patient, patients and queries are left out of it.")

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions

    @Argument(help: "Id of the message.")
    var id: Int64

    /// What `--json` prints.
    struct Message: Codable {
        let id: Int64
        let at: Date
        let previousHash: String
        let hash: String
        /// XML after PS3.15 A.5.1.
        let message: String

        init(_ record: AuditRecord, showingPatient: Bool) {
            id = record.id
            at = record.at
            previousHash = record.hexadecimalPreviousHash
            hash = record.anchor.hexadecimalHash
            message = showingPatient ? record.message : record.messageWithoutPatient
        }
    }

    func run() throws {
        guard let record = try options.workList(of: options.configuration()).auditRecord(id) else {
            throw CommandFailure("there is no message \(id)", hint: "thoraxctl audit list", exit: .finding)
        }
        let message = Message(record, showingPatient: patients.showPatient)
        if options.json { return try printJSON(message) }
        print(terminalSafe(message.message).replacing("><", with: ">\n<"))
        print("\nhash \(record.anchor)")
    }
}
