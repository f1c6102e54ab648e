import ArgumentParser
import Daemon
import Foundation
import WorkList

/// `thoraxctl worklist`: one row per study.
struct WorkListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "List studies with state, attempts and reason, latest change first.")

    @OptionGroup var options: StateOptions

    @Option(help: "Rows to show.")
    var limit = 50

    func run() throws {
        let configuration = try options.configuration()
        let entries = try options.workList(of: configuration).entries(limit: limit)
        if options.json { return try printJSON(entries) }
        options.warnIfDown(configuration)
        var table = TextTable(["state", "try", "rev", "images", "changed", "accession", "study", "reason"])
        for entry in entries {
            table.add([
                (entry.state.rawValue, entry.state.colour), ("\(entry.attempt)", nil), ("\(entry.revision)", nil),
                ("\(entry.images)", nil), (describeAge(since: entry.changedAt) + " ago", nil),
                (entry.accessionNumber ?? "", nil), (entry.studyInstanceUID, nil), (entry.reason ?? "", nil),
            ])
        }
        table.lines.forEach { print($0) }
    }
}
