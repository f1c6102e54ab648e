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
            The chain begins after the last message that retention.audit_days exported, or with the files that are named: \
            those of audit/ in the state directory, or of thoraxctl audit export, in any order. With all of them the whole \
            trail is proven from its first message on.

            Keep a copy of the printed head on another machine. A trail whose end was cut off can only be detected by \
            comparing it with an earlier head, with --expect-head.

            Example: thoraxctl audit verify
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "A head of the trail that this command printed earlier: HASH@ID.")
    var expectHead: AuditAnchor?

    @Argument(help: "Files of exported messages.")
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
    }

    func run() throws {
        let workList = try options.workList(of: options.configurationInUse())
        let isTelling = isatty(STDERR_FILENO) == 1 && !options.json
        let verification = try workList.verifyAuditTrail(with: files, expecting: expectHead) { checked, total in
            guard isTelling else { return }
            FileHandle.standardError.write(Data("\r\(checked) of \(total)".utf8))
        }
        if isTelling { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        if options.json {
            try printJSON(
                Answer(
                    isWhole: verification.fault == nil, begin: verification.begin?.description,
                    checked: verification.checked,
                    head: verification.head?.description, brokenID: verification.fault?.id,
                    fault: verification.fault?.description))
        } else if let fault = verification.fault {
            print(TextTable.paint("broken: \(fault)", .red))
            print("\(verification.checked) messages before it are unaltered")
        } else {
            print("\(verification.checked) messages are unaltered")
            if let begin = verification.begin {
                print("messages 1 to \(begin.id) were exported: name their files to check them too\nbegin \(begin)")
            }
            if let head = verification.head { print("head \(head)") }
        }
        if verification.fault != nil { throw ExitCode(CommandExit.finding.rawValue) }
    }
}

extension AuditAnchor: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
