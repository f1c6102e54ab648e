import Foundation
import TestHarness
import Testing

/// What every listing has in common.
@Suite(.blocking) struct ListingCommandTests {
    private static let listings = [
        ["worklist"], ["outbox"], ["outbox", "list"], ["commitment"], ["quarantine"], ["audit"], ["audit", "list"],
        ["review"], ["review", "list"], ["users"], ["users", "list"],
    ]

    private let place: Administered

    init() throws {
        place = try Administered()
        for number in 1...3 { try place.store(study: "1.2.826.0.1.3680043.2.1125.5.\(number)") }
    }

    private func run(_ command: [String], _ more: String...) throws -> (status: Int32, output: String, error: String) {
        try place.run(command[0], arguments: command.dropFirst() + more, directory: place.directory)
    }

    @Test(arguments: listings) func `a limit has bounds, and says them`(command: [String]) throws {
        for limit in ["-1", "0", "100001", "9223372036854775808", "many", ""] {
            let refused = try run(command, "--limit=\(limit)")
            #expect(refused.status == 64 && refused.error.contains("1 to 100000"), "\(refused)")
        }
        for limit in ["1", "100000"] { #expect(try run(command, "--limit", limit).status == 0) }
    }

    @Test func `a limit is how many rows are shown`() throws {
        #expect(try (place.json(run(["worklist"], "--limit", "2", "--json").output) as? [Any])?.count == 2)
        let table = try run(["worklist"], "--limit", "2").output
        #expect(table.split(separator: "\n").count == 5, "notice, header, two rows and their total: \(table)")
        #expect(table.contains("the first 2 studies: ") && table.contains("more with --limit"), "\(table)")
    }

    @Test(arguments: listings) func `a listing without rows says so, and is an empty list as JSON`(command: [String])
        throws
    {
        let empty = try Administered()
        let text = try empty.run(command[0], arguments: Array(command.dropFirst()), directory: empty.directory)
        #expect(text.status == 0 && text.output.split(separator: "\n").last?.hasPrefix("no") == true, "\(text)")
        let json = try empty.run(command[0], arguments: command.dropFirst() + ["--json"], directory: empty.directory)
        let answer = try empty.json(json.output)
        let lists = (answer as? [String: Any]).map { Array($0.values) } ?? [answer]
        for list in lists { #expect((list as? [Any])?.isEmpty == true, "\(json)") }
    }

    @Test(arguments: [
        "20260230", "20261399", "2026-02-30", "20261130-20261101", "2026113", "-", "", "٢٠٢٦١١٢٠", "20261101-20261131",
    ])
    func `days that are not in the calendar, and ranges that end before they begin, are refused`(days: String) throws {
        let refused = try run(["worklist"], "--study-date=\(days)")
        #expect(refused.status == 64, "\(refused)")
    }

    @Test(arguments: ["20260228", "2026-02-28", "20240229", "20261101-20261130", "-20261130", "20261101-"])
    func `days and ranges of days are taken`(days: String) throws {
        #expect(try run(["worklist"], "--study-date=\(days)").status == 0)
    }

    @Test(arguments: [["audit", "export", "--show-patient", "--after=-1"], ["review", "accept", "1", "--revision=0"]])
    func `other numbers have bounds too`(command: [String]) throws {
        let refused = try run(command)
        #expect(refused.status == 64 && refused.error.contains("or more"), "\(refused)")
    }
}
