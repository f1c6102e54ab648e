import ArgumentParser
import Daemon
import Foundation
import Retention
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl retention`: what is kept how long, and what goes.
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Show what the rules of retention remove and keep, or let them run.",
        subcommands: [RetentionShowCommand.self, RetentionRunCommand.self],
        defaultSubcommand: RetentionShowCommand.self)
}

/// `thoraxctl retention show`: the rules, and what they would do now.
struct RetentionShowCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the rules, what would go now, what is kept and why, and the last run.")

    @OptionGroup var options: StateOptions

    struct Answer: Codable {
        /// What a run would do now.
        let plan: RetentionReport
        let lastRun: RetentionRun?
        let nextRun: Date?
    }

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.workList(of: configuration)
        let last = try workList.lastRetentionRun()
        let isDown = options.downNotice(configuration) != nil
        let answer = Answer(
            plan: try RetentionSweep(configuration.retention, workList: workList).plan(), lastRun: last,
            nextRun: isDown ? nil : last.map { $0.at + DiskWatch.interval })
        if options.json { return try printJSON(answer) }
        if let notice = options.downNotice(configuration) { print(notice) }
        show(configuration.retention, answer)
    }

    private func show(_ policy: RetentionPolicy, _ answer: Answer) {
        var rules = TextTable(["what", "stays"])
        for (name, days) in [
            ("reviewed", policy.reviewedDays), ("ineligible", policy.ineligibleDays), ("failed", policy.failedDays),
            ("quarantine", policy.quarantineDays),
        ] {
            rules.add([(name, nil), (days.map { "\($0)d" } ?? "for ever", nil)])
        }
        rules.lines.forEach { print($0) }
        let mark = policy.highWatermarkPercent.map { "over \($0) % down to \(policy.lowWatermarkPercent) %" } ?? "off"
        print("\ndisk       \(answer.plan.usedPercent) % in use, watermark \(mark)")
        if let last = answer.lastRun {
            print(
                "last run   \(describeAge(since: last.at)) ago: \(last.studies) studies, \(last.quarantined) of quarantine"
            )
        }
        if let next = answer.nextRun { print("next run   in \(describeAge(since: .now, now: next))") }
        print()
        answer.plan.lines(tense: "would go").forEach { print($0) }
    }
}

/// `thoraxctl retention run`: the rules now, by whoever runs it.
struct RetentionRunCommand: AnsweringCommand {
    typealias Answer = RetentionReport

    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Let the rules run now; with --dry-run say what would go.")

    @OptionGroup var options: StateOptions

    @Flag(help: "Remove nothing.")
    var dryRun = false

    func run() throws {
        let configuration = try options.configuration()
        let report: RetentionReport
        if dryRun {
            let workList = try options.workList(of: configuration)
            report = try RetentionSweep(configuration.retention, workList: workList).plan()
        } else {
            let workList = try options.changeableWorkList(of: configuration)
            report = try RetentionSweep(configuration.retention, workList: workList).run(by: Actor.login())
        }
        if options.json { return try printJSON(report) }
        report.lines(tense: dryRun ? "would go" : "went").forEach { print($0) }
    }
}

extension RetentionReport {
    /// For people; what is none is left out.
    fileprivate func lines(tense: String) -> [String] {
        var table = TextTable(["", "studies", "megabytes", "why"])
        for (cause, amount) in removable.sorted(by: { $0.key < $1.key }) {
            table.add([(tense, .yellow), ("\(amount.studies)", nil), ("\(amount.bytes >> 20)", nil), (cause, nil)])
        }
        if quarantined.quarantined > 0 {
            table.add([
                (tense, .yellow), ("", nil), ("\(quarantined.bytes >> 20)", nil),
                ("quarantine: \(quarantined.quarantined) objects", nil),
            ])
        }
        for (hold, count) in kept.sorted(by: { $0.key < $1.key }) where count > 0 {
            table.add([("stay", nil), ("\(count)", nil), ("", nil), (hold, nil)])
        }
        for (state, count) in unreviewed.sorted(by: { $0.key < $1.key }) where count > 0 {
            table.add([("stay", nil), ("\(count)", nil), ("", nil), ("not reviewed: \(state)", nil)])
        }
        guard missingBytes > 0 else { return table.lines }
        return table.lines + [
            TextTable.paint("\(missingBytes >> 20) MB more than may go are over the high watermark", .red)
        ]
    }
}
