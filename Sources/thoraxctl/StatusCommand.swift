import ArgumentParser
import DICOMNetwork
import Daemon
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl status` shows whether the daemon runs, what is pending, and the last errors.
struct StatusCommand: AnsweringCommand {
    typealias Answer = Status

    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show whether the daemon is running, studies by state, disk and last errors.")

    @OptionGroup var options: StateOptions

    func run() throws {
        let configuration = try options.configuration()
        let status = try Status(of: options.workList(of: configuration), configuration)
        if options.json { try printJSON(status) } else { show(status) }
    }

    private func show(_ status: Status) {
        print("daemon    " + Self.describe(status.daemon))
        print("reporter  " + Self.describe(status.reporter))
        let free = "\(status.disk.freeBytes >> 20) MB free; storage stops below \(status.disk.reserveBytes >> 20) MB"
        let isFull = status.disk.freeBytes < status.disk.reserveBytes
        print("disk      " + TextTable.paint(free, isFull ? .red : nil))
        print("pending   " + (status.oldestWaitingSince.map { "oldest for \(describeAge(since: $0))" } ?? "nothing"))
        print("outbox    " + Self.describe(status.outbox))
        if let headers = status.headers {
            let unreadable = headers.unreadable > 0 ? ", \(headers.unreadable) not readable" : ""
            print("headers   read again: \(headers.done) of \(headers.total) objects\(unreadable)")
        }
        if status.reportsToConfirm > 0 {
            let words = "\(status.reportsToConfirm) signed, to be confirmed; see thoraxctl review list"
            print("returned  " + TextTable.paint(words, .yellow))
        }
        if status.unknownPeers == UnknownPeers.learn.rawValue {
            print("callers   " + TextTable.paint("learn mode serves unknown callers; see thoraxctl peers", .yellow))
        }
        print()
        var table = TextTable(["state", "studies"])
        for state in WorkItemState.allCases {
            let count = status.studies[state.rawValue] ?? 0
            table.add([(state.rawValue, count > 0 ? state.colour : .grey), ("\(count)", count > 0 ? nil : .grey)])
        }
        table.lines.forEach { print($0) }
        if !status.stageSeconds.isEmpty {
            print("\na draft takes  \(describeStages(status.stageSeconds))  (medians)")
        }
        guard !status.lastErrors.isEmpty else { return }
        print("\nlast errors")
        for error in status.lastErrors {
            let times = error.times == 1 ? "" : ", \(error.times) times since \(describeAge(since: error.since)) ago"
            print("  \(describeAge(since: error.at)) ago\(times)  \(terminalSafe("\(error.source): \(error.message)"))")
            if let study = error.studyInstanceUID { print("    study: \(terminalSafe(study))") }
            print(TextTable.paint("    hint: \(terminalSafe(error.hint))", .grey))
        }
    }

    private static func describe(_ outbox: [OutboxDestination]) -> String {
        func total(_ count: (OutboxDestination) -> Int) -> Int { outbox.map(count).reduce(0, +) }
        let failed = total(\.failed)
        let oldest = outbox.compactMap(\.oldestWaitingSince).min()
        return [
            "\(total { $0.waiting + $0.deferred }) pending"
                + (oldest.map { ", oldest for \(describeAge(since: $0))" } ?? ""),
            TextTable.paint("\(failed) failed", failed > 0 ? .red : nil), "\(total(\.delivered)) delivered",
        ].joined(separator: ", ")
    }

    private static func describe(_ process: Status.Process) -> String {
        process.pid.map { TextTable.paint("running, pid \($0)", .green) } ?? TextTable.paint("not running", .red)
    }
}
