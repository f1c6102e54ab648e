import Foundation
import GRDB
import TestHarness
import Testing
import WorkListDatabase

/// `retention` as an administrator runs it.
@Suite(.blocking) struct RetentionCommandTests {
    private let place: Administered

    init() throws { place = try Administered() }

    @Test func `a clock far ahead of the last run is told, and only confirmation goes on`() throws {
        try place.store()
        let month = Int((Date().timeIntervalSince1970 - 30 * 86_400) * 1000)
        try place.workList.write {
            try $0.execute(sql: "INSERT INTO retentionRun VALUES (1, ?, 0, 0, 0)", arguments: [month])
        }
        let doubt = "the clock is 30 days ahead of the last run"
        for arguments in [["show"], ["run", "--dry-run"], ["run"], ["run", "--json"]] {
            let said = try place.run("retention", arguments: arguments, directory: place.directory)
            #expect(said.status == (["run", "run --json"].contains(arguments.joined(separator: " ")) ? 2 : 0))
            #expect(said.output.contains(doubt), "\(said)")
        }
        let confirmed = try place.run("retention", arguments: ["run", "--confirm"], directory: place.directory)
        #expect(confirmed.status == 0 && !confirmed.output.contains(doubt), "\(confirmed)")
        #expect(try !place.run("retention", "show").output.contains(doubt))
    }
}
