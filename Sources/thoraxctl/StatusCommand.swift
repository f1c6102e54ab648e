import Administration
import ArgumentParser
import DICOMNetwork
import Delivery
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl status` shows whether the daemon runs, what is pending, and the last errors.
struct StatusCommand: AnsweringCommand {
    typealias Answer = Status

    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is wrong, whether the daemon is running, studies by state, disk and last errors.",
        discussion: "Example: thoraxctl status")

    @OptionGroup var options: StateOptions

    func run() throws {
        // An error of the file does not hide the daemon, which runs with what it read before.
        let (reading, report) = options.readingBesideDaemon()
        let configuration = reading.configuration
        let state = ConfigurationState(options.configurationFile, errors: reading.errors, configuration, report)
        do {
            let status = try Status(of: options.workList(of: configuration), configuration, state, report)
            if options.json { try printJSON(status) } else { show(status) }
        } catch let error as WorkListError where !options.json {
            // What the work list does not need is shown all the same.
            let daemon = Status.Process(lock: WorkListStore.daemonLockPath(in: configuration.stateDirectory))
            show(
                [Status.Problem(part: "work list", error)] + (daemon.isRunning ? [] : [.daemonIsDown])
                    + state.errors.map { Status.Problem(part: "configuration", text: $0.error, hint: $0.hint) })
            print("daemon    " + Self.describe(daemon))
            show(state)
            throw error
        }
    }

    private func show(_ problems: [Status.Problem]) {
        for problem in problems {
            let since = problem.since.map { ", since \(describeTime($0)) (\(describeAge(since: $0)))" } ?? ""
            let studies = problem.study.map { ", study \($0)" } ?? problem.studies.map { ", \($0) studies" } ?? ""
            let text = "\(problem.part): \(problem.text)\(since)\(studies)"
            print("wrong     " + TextTable.paint(terminalSafe(text), .red))
            print(TextTable.paint("          hint: \(terminalSafe(problem.hint))", .grey))
        }
        if !problems.isEmpty { print() }
    }

    private func show(_ status: Status) {
        show(status.problems)
        let uptime = status.running.map {
            ", version \($0.version), up \(describeAge(since: $0.startedAt)) since \(describeTime($0.startedAt))"
        }
        print("daemon    " + Self.describe(status.daemon) + (uptime ?? ""))
        if let running = status.running {
            let ports = [running.port.map { "port \($0)" }, running.securePort.map { "TLS port \($0)" }]
                .compactMap(\.self)
            print("node      \(running.aeTitle), \(ports.isEmpty ? "no open port" : ports.joined(separator: ", "))")
        }
        let model = status.running?.model.map { ", model \(terminalSafe($0))" } ?? ""
        print("reporter  " + Self.describe(status.reporter) + model)
        show(status.configuration)
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
        for refusal in status.refusals.prefix(5) {
            let title = refusal.callingAETitle.isEmpty ? "a caller without a title" : refusal.callingAETitle
            let peer = refusal.peer.map { "\($0), " } ?? ""
            let text =
                "\(describeTime(refusal.at))  \(peer)\(title) at \(refusal.address): \(refusal.reason)"
            print("refused   " + TextTable.paint(terminalSafe(text), .yellow))
        }
        if status.refusals.count > 5 { print("          and \(status.refusals.count - 5) more: thoraxctl peers") }
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
            let times = error.times == 1 ? "" : ", \(error.times) times since \(describeTime(error.since))"
            print("  \(describeTime(error.at))\(times)  \(terminalSafe("\(error.source): \(error.message)"))")
            if let study = error.studyInstanceUID { print("    study: \(terminalSafe(study))") }
            print(TextTable.paint("    hint: \(terminalSafe(error.hint))", .grey))
        }
    }

    /// Shows where the configuration file and the running daemon differ.
    private func show(_ state: ConfigurationState) {
        if !state.errors.isEmpty { print("config    until its errors are mended the daemon keeps what it uses") }
        for (keys, what) in [(state.changedByReload, "reload"), (state.changedByRestart, "restart")] where !keys.isEmpty
        {
            let text = "waits for a \(what) (systemctl \(what) thoraxd): \(keys.joined(separator: ", "))"
            print("config    " + TextTable.paint(terminalSafe(text), .yellow))
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
