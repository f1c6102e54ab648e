import ArgumentParser
import Auditing
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// `thoraxctl audit export` writes the trail in the work list for an auditor.
struct AuditExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the trail to standard output, one JSON object per line.",
        discussion: """
            The trail contains names and ids of patients, so --show-patient is required; the export is recorded. The \
            hash of a line is the SHA-256 of its values previousHash, id, time in milliseconds since 1970, event, \
            outcome, studyInstanceUID and message, separated by line feeds.

            Example: thoraxctl audit export --show-patient > trail.jsonl
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions

    @Option(help: "Only messages after this id, 0 or more.")
    var after: Int64 = 0

    private static let page = 1000

    func validate() throws {
        guard after >= 0 else { throw ValidationError("--after must be 0 or more") }
        guard patients.showPatient else {
            throw ValidationError("the trail contains names and ids of patients; pass --show-patient")
        }
    }

    func run() throws {
        let workList = try options.changeableWorkList(of: options.configuration())
        try workList.record(.exported, by: Account.current.name, detail: ["what": "audit trail", "after": "\(after)"])
        var last = after
        while true {
            let records = try workList.auditRecords(after: last, limit: Self.page)
            for record in records {
                FileHandle.standardOutput.write(try AuditLine(record).encoded())
            }
            guard let record = records.last else { return }
            last = record.id
        }
    }
}
