import Administration
import ArgumentParser
import Control
import Foundation
import OperatorErrors
import Retention
import WorkListDatabase

/// `thoraxctl remove` removes studies because a person asked for it.
struct RemoveCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a study, or all studies of a patient, with its files.",
        discussion: """
            Images, drafts, reports and their rows are deleted. The act has your reason, and the audit trail says for good \
            who removed which study of which patient: thoraxctl audit list --study UID shows it. Backups, and copies at \
            peers, are not touched. A study that is being drafted or reviewed, or is on hold, is not removed.

            Examples:
            thoraxctl remove A123 --reason 'sent by mistake'
            thoraxctl remove --patient 3f5a0c… --reason 'request of the patient, letter 2026-17'
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument?

    @Option(help: "All studies of the patient with this hash, as thoraxctl worklist shows it.")
    var patient: String?

    @Option(help: "Why; it stays on record. Write no name of a patient.")
    var reason: String

    @Flag(help: "Also what was not delivered, what was promised to a peer, and verdicts without documents.")
    var force = false

    @Flag(help: "Remove a study that is named by the number of worklist without showing it first.")
    var yes = false

    struct Answer: Codable {
        /// Study Instance UIDs.
        var removed: [String]
        var bytes: Int
    }

    func validate() throws {
        guard (study != nil) != (patient != nil) else { throw ValidationError("name one study, or --patient") }
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason needs words") }
    }

    func run() throws {
        let changing = try Changing(options)
        let workList = try options.workList(of: changing.configuration)
        var filter = WorkListFilter()
        filter.patientHash = patient?.lowercased()
        let entries =
            try study.map { [try workList.entry(ofItem: $0.workItem(in: workList))] }
            ?? workList.entries(filter, by: .age, limit: 100_000)
        guard !entries.isEmpty else {
            throw CommandFailure(
                "no study has the patient hash \(patient ?? "")",
                hint: "take the hash from the patient column of thoraxctl worklist", fault: .notFound)
        }
        if let name = study?.name, !yes, name == "\(entries[0].id)", entries[0].accessionNumber != name {
            // It may have been meant as an accession number of a study that is not here.
            throw CommandFailure(
                "number \(name) is study \(entries[0].studyInstanceUID), accession \(entries[0].accessionNumber ?? "none")",
                hint: "name it by its Study Instance UID, or add --yes")
        }
        var answer = Answer(removed: [], bytes: 0)
        var failure: (any Error)?
        for entry in entries {
            do {
                let change = Change.remove(study: entry.studyInstanceUID, reason: reason, isForced: force)
                guard case .removed(let removal) = try changing.make(change) else { throw ControlError.malformed }
                answer.removed.append(entry.studyInstanceUID)
                answer.bytes += removal.bytes
                if !options.json {
                    print("removed \(entry.studyInstanceUID), \(describeBytes(removal.bytes))")
                    print("on record: thoraxctl audit list --study \(entry.studyInstanceUID)")
                }
            } catch {
                // The others are removed; the last reason is the command's.
                if entries.count > 1 { say("\(entry.studyInstanceUID) stays: \(error.asOperatorError)") }
                failure = error
            }
        }
        if options.json { try printJSON(answer) }
        if let failure { throw failure }
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
