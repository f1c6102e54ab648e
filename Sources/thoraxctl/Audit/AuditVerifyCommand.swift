import ArgumentParser
import Auditing
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl audit verify`: whether the trail is what it was when it was written.
struct AuditVerifyCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the whole chain of hashes; exit code 2 where it is broken.",
        discussion: """
            Note the head that is printed somewhere else: that the end of the trail was cut off shows only against one \
            noted before, with --expect-head.
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "What the trail once held, as this command printed it: HASH@ID.")
    var expectHead: AuditAnchor?

    struct Answer: Codable {
        let isWhole: Bool
        /// Messages found as they were written.
        let checked: Int64
        /// The last of them, `HASH@ID`.
        let head: String?
        /// The first message at which something is wrong, and what.
        let brokenID: Int64?
        let fault: String?
    }

    func run() throws {
        let workList = try options.workList(of: options.configuration())
        let isTelling = isatty(STDERR_FILENO) == 1 && !options.json
        let verification = try workList.verifyAuditTrail(expecting: expectHead) { checked, total in
            guard isTelling else { return }
            FileHandle.standardError.write(Data("\r\(checked) of \(total)".utf8))
        }
        if isTelling { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        if options.json {
            try printJSON(
                Answer(
                    isWhole: verification.fault == nil, checked: verification.checked,
                    head: verification.head?.description, brokenID: verification.fault?.id,
                    fault: verification.fault?.description))
        } else if let fault = verification.fault {
            print(TextTable.paint("broken: \(fault)", .red))
            print("\(verification.checked) messages before it are as they were written")
        } else {
            print("\(verification.checked) messages are as they were written")
            if let head = verification.head { print("head \(head)") }
        }
        if verification.fault != nil { throw ExitCode(CommandExit.finding.rawValue) }
    }
}

extension AuditAnchor: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
