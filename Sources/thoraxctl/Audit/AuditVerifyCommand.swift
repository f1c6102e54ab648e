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
            Keep a copy of the printed head on another machine. A trail whose end was cut off can only be detected by \
            comparing it with an earlier head, with --expect-head.
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "A head of the trail that this command printed earlier: HASH@ID.")
    var expectHead: AuditAnchor?

    struct Answer: Codable {
        let isWhole: Bool
        /// The number of messages found unaltered.
        let checked: Int64
        /// The last unaltered message, as `HASH@ID`.
        let head: String?
        /// The first message with a fault.
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
            print("\(verification.checked) messages before it are unaltered")
        } else {
            print("\(verification.checked) messages are unaltered")
            if let head = verification.head { print("head \(head)") }
        }
        if verification.fault != nil { throw ExitCode(CommandExit.finding.rawValue) }
    }
}

extension AuditAnchor: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
