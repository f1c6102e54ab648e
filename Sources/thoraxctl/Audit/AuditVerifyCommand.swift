import ArgumentParser
import Auditing
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl audit verify` checks that the trail has not been altered since it was written.
struct AuditVerifyCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the whole chain of hashes; exit code 2 if it is broken.",
        discussion: """
            The chain is proven from the first message on: through the files in audit/ of the state directory, to which \
            retention.audit_days exported, to the last message in the work list. A file that is missing or altered is named. \
            Name the files that were moved to an archive, or those of thoraxctl audit export, in any order. With \
            --work-list-only the chain begins after the last exported message.

            Keep a copy of the printed head on another machine. A trail whose end was cut off can only be detected by \
            comparing it with an earlier head, with --expect-head.

            Examples:
            thoraxctl audit verify
            thoraxctl audit verify /archive/thoraxd/audit-*.jsonl
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "A head of the trail that this command printed earlier: HASH@ID.")
    var expectHead: AuditAnchor?

    @Flag(help: "Check only the messages in the work list.")
    var workListOnly = false

    @Argument(help: "Files of exported messages that are not in audit/.")
    var files: [String] = []

    struct Answer: Codable {
        let isWhole: Bool
        /// The message before the first one that was checked, as `HASH@ID`; nil from the beginning of the trail on.
        let begin: String?
        /// The number of messages found unaltered.
        let checked: Int64
        /// The last unaltered message, as `HASH@ID`.
        let head: String?
        /// The first message with a fault.
        let brokenID: Int64?
        let fault: String?
        /// Files of exported messages that are missing or altered.
        let files: [VerifyCommand.Fault]
    }

    func validate() throws {
        guard !workListOnly || files.isEmpty else {
            throw ValidationError("--work-list-only reads no files; name none")
        }
    }

    func run() throws {
        let workList = try options.workList(of: options.configurationInUse())
        let (verification, found) = try verify(workList)
        let faults = found.map { VerifyCommand.Fault(path: $0.path, problem: "\($0.problem)") }
        if options.json {
            try printJSON(
                Answer(
                    isWhole: verification.fault == nil && faults.isEmpty, begin: verification.begin?.description,
                    checked: verification.checked,
                    head: verification.head?.description, brokenID: verification.fault?.id,
                    fault: verification.fault?.description, files: faults))
        } else {
            say(verification, faults)
        }
        if verification.fault != nil || !faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }

    private func verify(
        _ workList: WorkListStore
    ) throws -> (trail: AuditVerification, faults: [AuditFileFault]) {
        let isTelling = isatty(STDERR_FILENO) == 1 && !options.json
        func tell(_ checked: Int64, _ total: Int64) {
            guard isTelling else { return }
            FileHandle.standardError.write(Data("\r\(checked) of \(total)".utf8))
        }
        defer { if isTelling { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }
        let directory = workListOnly ? nil : AuditArchive.directory(in: workList.files.stateDirectory)
        return try workList.verifyWholeAuditTrail(in: directory, with: files, expecting: expectHead, progress: tell)
    }

    private func say(_ verification: AuditVerification, _ faults: [VerifyCommand.Fault]) {
        if let fault = verification.fault {
            print(TextTable.paint("broken: \(fault)", .red))
            print("\(verification.checked) messages before it are unaltered")
        } else {
            print("\(verification.checked) messages are unaltered")
            if let begin = verification.begin {
                print("messages 1 to \(begin.id) were exported: name their files to check them too\nbegin \(begin)")
            }
            if let head = verification.head { print("head \(head)") }
        }
        guard !faults.isEmpty else { return }
        print(TextTable(faults).text)
        print("hint: put them back from the archive or a backup, or name copies of them: thoraxctl audit verify FILE…")
    }
}

extension AuditAnchor: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
