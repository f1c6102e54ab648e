import ArgumentParser
import Auditing
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl audit export` writes the whole trail for an auditor.
struct AuditExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the trail to standard output, one JSON object per line.",
        discussion: """
            The trail contains names and ids of patients, so --show-patient is required; the export is recorded. The \
            hash of a line is the SHA-256 of its values previousHash, id, time in milliseconds since 1970, event, \
            outcome, studyInstanceUID and message, separated by line feeds.
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions

    @Option(help: "Only messages after this id, 0 or more.")
    var after: Int64 = 0

    /// One line of the export.
    struct Line: Codable {
        let id: Int64
        let milliseconds: Int64
        let event: String
        let outcome: Int
        let studyInstanceUID: String
        let previousHash: String
        let hash: String
        let message: String

        init(_ record: AuditRecord) {
            id = record.id
            milliseconds = Int64((record.at.timeIntervalSince1970 * 1000).rounded())
            event = record.event
            outcome = record.outcome
            studyInstanceUID = record.studyInstanceUID ?? ""
            previousHash = record.hexadecimalPreviousHash
            hash = record.anchor.hexadecimalHash
            message = record.message
        }
    }

    private static let page = 1000

    func validate() throws {
        guard after >= 0 else { throw ValidationError("--after must be 0 or more") }
        guard patients.showPatient else {
            throw ValidationError("the trail contains names and ids of patients; pass --show-patient")
        }
    }

    func run() throws {
        let workList = try options.changeableWorkList(of: options.configuration())
        try workList.record(.exported, by: Actor.login(), detail: ["what": "audit trail", "after": "\(after)"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var last = after
        while true {
            let records = try workList.auditRecords(after: last, limit: Self.page)
            for record in records {
                FileHandle.standardOutput.write(try encoder.encode(Line(record)) + Data("\n".utf8))
            }
            guard let record = records.last else { return }
            last = record.id
        }
    }
}
