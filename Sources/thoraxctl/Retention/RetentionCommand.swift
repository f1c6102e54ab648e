import ArgumentParser
import Control
import Foundation
import Retention
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl retention` shows and runs the retention rules.
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Show what the retention rules remove and keep, or run them.",
        discussion: "Example: thoraxctl retention",
        subcommands: [RetentionShowCommand.self, RetentionRunCommand.self],
        defaultSubcommand: RetentionShowCommand.self)
}

/// `thoraxctl retention show` prints the rules and what they would do now.
struct RetentionShowCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the rules, what they would remove and keep now and why, and the last run.",
        discussion: "Example: thoraxctl retention show")

    @OptionGroup var options: StateOptions

    struct Answer: Codable {
        /// What a run would do now.
        let plan: RetentionReport
        let lastRun: RetentionRun?
        let nextRun: Date?
    }

    func run() throws {
        let configuration = options.configurationInUse()
        let workList = try options.workList(of: configuration)
        let last = try workList.lastRetentionRun()
        let downNotice = options.downNotice(configuration)
        let answer = Answer(
            plan: try RetentionSweep(configuration.retentionPolicy, workList: workList).plan(), lastRun: last,
            nextRun: downNotice == nil ? last.map { $0.at + DiskWatch.interval } : nil)
        if options.json { return try printJSON(answer) }
        if let downNotice { print(downNotice) }
        show(configuration.retention, answer)
    }

    private func show(_ policy: RetentionPolicy, _ answer: Answer) {
        var rules = TextTable(["what", "kept"])
        for (name, days) in [
            ("reviewed", policy.reviewedDays), ("ineligible", policy.ineligibleDays), ("failed", policy.failedDays),
            ("quarantine", policy.quarantineDays), ("unlisted", policy.unlistedDays), ("audit trail", policy.auditDays),
        ] {
            rules.add([(name, nil), (days.map { "\($0)d" } ?? "forever", nil)])
        }
        rules.lines.forEach { print($0) }
        let mark = policy.highWatermarkPercent.map { "over \($0) % down to \(policy.lowWatermarkPercent) %" } ?? "off"
        print("\ndisk       \(answer.plan.usedPercent) % in use, watermark \(mark)")
        if let last = answer.lastRun {
            print(
                "last run   \(describeTime(last.at)): removed \(last.studies) studies, "
                    + "\(last.quarantined) quarantined objects"
            )
        }
        if let next = answer.nextRun { print("next run   \(describeWait(until: next))") }
        print()
        answer.plan.lines(tense: "would remove").forEach { print($0) }
    }
}

/// `thoraxctl retention run` runs the rules now; the account that runs it is recorded.
struct RetentionRunCommand: AnsweringCommand {
    typealias Answer = RetentionReport

    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the rules now; with --dry-run only show what they would remove.",
        discussion: """
            Without --confirm nothing is removed while the clock is more than \(Int(RetentionBounds.longestGap / 86_400)) \
            days ahead of the last run, and within a day no more than a quarter of the studies and of the quarantined \
            objects, or \(RetentionBounds.least) of them. If either holds something back, the exit code is 2.

            Example: thoraxctl retention run --dry-run
            """)

    @OptionGroup var options: StateOptions

    @Flag(help: "Remove nothing.")
    var dryRun = false

    @Flag(help: "The clock is right, and everything that the rules allow may go now.")
    var confirm = false

    func run() throws {
        let configuration = try options.configuration()
        let report: RetentionReport
        if dryRun {
            let workList = try options.workList(of: configuration)
            report = try RetentionSweep(configuration.retentionPolicy, workList: workList).plan()
        } else {
            let outcome = try Changing(options).make(.runRetention(isConfirmed: confirm))
            guard case .retention(let swept) = outcome else { throw ControlError.malformed }
            report = swept
        }
        if options.json {
            try printJSON(report)
        } else {
            report.lines(tense: dryRun ? "would remove" : "removed").forEach { print($0) }
        }
        let isHeldBack = report.refusal != nil || report.isBounded || !report.failures.isEmpty
        if isHeldBack, !dryRun { throw ExitCode(CommandExit.finding.rawValue) }
    }
}

extension RetentionReport {
    /// Human-readable; zero rows are omitted.
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
        if unlisted.files > 0 {
            table.add([
                (tense, .yellow), ("", nil), ("\(unlisted.bytes >> 20)", nil),
                ("unlisted: \(unlisted.files) files", nil),
            ])
        }
        for (hold, count) in kept.sorted(by: { $0.key < $1.key }) where count > 0 {
            table.add([("kept", nil), ("\(count)", nil), ("", nil), (hold, nil)])
        }
        for (state, count) in unreviewed.sorted(by: { $0.key < $1.key }) where count > 0 {
            table.add([("kept", nil), ("\(count)", nil), ("", nil), ("not reviewed: \(state)", nil)])
        }
        var warnings: [String] = []
        if let refusal {
            warnings.append(
                "without --confirm nothing is removed: \(refusal)\nhint: check the clock with timedatectl; if it is right, "
                    + "run: thoraxctl retention run --confirm")
        }
        if isBounded {
            warnings.append(
                "without --confirm no more than a quarter goes within a day, or \(RetentionBounds.least); "
                    + "the rest follows on the next days")
        }
        for failure in failures { warnings.append("not removed: \(failure.subject): \(failure.reason)") }
        if missingBytes > 0 {
            warnings.append("the watermark asks for \(missingBytes >> 20) MB more than retention may delete")
        }
        return table.lines + warnings.map { TextTable.paint($0, .red) }
    }
}
