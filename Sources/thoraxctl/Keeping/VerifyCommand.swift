import Administration
import ArgumentParser
import Auditing
import Foundation
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl verify` reads every stored file again and compares it with its digest.
struct VerifyCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read every stored file again and compare size and SHA-256 with the work list.",
        discussion: """
            Can run while the daemon runs. Changes no file. Without --since, exported audit messages in audit/ are checked too: \
            each file must have the messages that were exported to it. Files that were moved away are left to \
            thoraxctl audit verify, which proves the whole trail. Damaged or missing files are listed and recorded as an \
            incident, and the exit code is 2. The incident is closed by the first run without --since that finds none.

            Example: thoraxctl verify
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "Only files stored since this time: \(TimeArgument.forms).")
    var since: TimeArgument?

    struct Answer: Codable {
        let files: Int
        let bytes: Int
        let faults: [Fault]
    }

    struct Fault: ListingRow {
        /// Relative to the state directory.
        let path: String
        let problem: String

        static var columns: [Column<Fault>] {
            [Column("problem", colour: { _ in .red }) { $0.problem }, Column("file") { $0.path }]
        }
    }

    func run() throws {
        let configuration = options.configurationInUse()
        let workList = try options.workList(of: configuration)
        let total = try workList.listedTotals(storedSince: since?.begin)
        let audit = since == nil ? try presentAuditFiles(of: workList) : []
        var progress = Progress(
            files: total.files + audit.count, bytes: audit.reduce(total.bytes) { $0 + $1.byteCount },
            isShown: !options.json)
        var faults: [Fault] = []
        try workList.eachListedFile(storedSince: since?.begin) { file in
            let path = workList.files.absolute(file.path)
            if let fault = file.fault(at: path), try workList.isListed(file) {
                faults.append(Fault(path: file.path, problem: "\(fault)"))
            }
            progress.add(bytes: FileStatus(path)?.byteCount ?? 0)
            return true
        }
        for (file, path, byteCount) in audit {
            if let problem = file.problem(at: path) {
                faults.append(Fault(path: "\(BackupManifest.auditDirectory)/\(file.name)", problem: "\(problem)"))
            }
            progress.add(bytes: byteCount)
        }
        progress.end()
        record(faults, configuration.stateDirectory, workList)
        try say(Answer(files: progress.files, bytes: progress.bytes, faults: faults))
        if !faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }

    /// The files of exported audit messages that were not moved away.
    private func presentAuditFiles(
        of workList: WorkListStore
    ) throws -> [(file: ExportedAuditFile, path: String, byteCount: Int)] {
        let directory = AuditArchive.directory(in: workList.files.stateDirectory)
        return try workList.exportedAuditFiles().compactMap { file in
            let path = "\(directory)/\(file.name)"
            return FileStatus(path).map { (file, path, $0.byteCount) }
        }
    }

    /// Records an incident that is open until a check of all files finds no fault.
    private func record(_ faults: [Fault], _ directory: String, _ reader: WorkListStore) {
        do {
            if faults.isEmpty {
                guard since == nil, try reader.isOpen(.files) else { return }
            }
            let workList = try WorkListStore(stateDirectory: directory, for: .changing)
            guard !faults.isEmpty else { return try workList.closeIncidents(.files) }
            try workList.record(
                Incident(source: "verify", "stored files are damaged or missing", faults), cause: .files)
        } catch {
            FileHandle.standardError.write(Data("could not record the incident: \(error)\n".utf8))
        }
    }

    private func say(_ report: Answer) throws {
        if options.json { return try printJSON(report) }
        print("\(report.files) files, \(describeBytes(report.bytes)) read")
        guard !report.faults.isEmpty else { return print(TextTable.paint("all files are intact", .green)) }
        print(TextTable(report.faults).text)
        print("hint: \(Incident.hintOfFiles)")
    }
}

extension Incident {
    static let hintOfFiles =
        "restore them from a backup, or have their senders send them again; check the disk with dmesg and smartctl; "
        + "then run thoraxctl verify again"

    /// - Parameter problem: what is said of the files, without their number and names.
    init(source: String, _ problem: String, _ faults: [VerifyCommand.Fault]) {
        let named = faults.prefix(3).map(\.path).joined(separator: ", ") + (faults.count > 3 ? ", …" : "")
        self.init(source: source, message: "\(faults.count) \(problem): \(named)", hint: Self.hintOfFiles)
    }
}
