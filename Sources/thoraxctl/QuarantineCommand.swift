import Administration
import ArgumentParser
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl quarantine`: what arrived under an identifier that is another object's.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "List objects that were kept apart, with reason, sender and time, newest first.",
        discussion: "The object that came first stays in its study; the other is kept as it was sent and never read.")

    @OptionGroup var options: StateOptions

    @Option(help: "Rows to show.")
    var limit = 50

    func run() throws {
        let objects = try options.workList(of: options.configuration()).quarantinedObjects(limit: limit)
        if options.json { return try printJSON(objects) }
        guard !objects.isEmpty else { return print("nothing is in quarantine") }
        var table = TextTable(["arrived", "from", "instance", "reason", "file"])
        for object in objects {
            table.add([
                (describeAge(since: object.at) + " ago", nil), (object.callingAETitle ?? "", nil),
                (object.sopInstanceUID, nil), (object.reason, nil), (object.path, nil),
            ])
        }
        table.lines.forEach { print($0) }
    }
}
