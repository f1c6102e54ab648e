import Delivery
import Foundation
import GRDB
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import thoraxctl

/// Times in every listing: one form for people, ISO 8601 in UTC in JSON.
@Suite(.blocking) struct TimeTextTests {
    private static let listings = [
        ["worklist"], ["show", "1"], ["outbox"], ["outbox", "list"], ["commitment"], ["peers"], ["quarantine"],
        ["audit"],
        ["review"], ["review", "statistics", "--since", "3d"], ["users"], ["tokens"], ["retention"], ["status"],
        ["model", "list"],
    ]

    private let place: Administered

    init() throws {
        place = try Administered()
        try place.store()
        try place.queue()
        try place.quarantine("other bytes")
        try place.workList.record(Incident(source: "test", message: "it rained", hint: "wait"))
        var caller = Caller(callingAETitle: "CR9", address: "10.0.0.9", at: Date() - 7200)
        caller.refused = 1
        caller.refusal = "unknown"
        caller.refusedAt = caller.lastSeenAt
        try place.workList.add([caller])
        try place.workList.write { db in
            let row = try #require(try Int64.fetchOne(db, sql: "SELECT min(id) FROM instance"))
            try WorkListStore.enqueue(instanceRow: row, for: "archive", at: .now - 3600, in: db)
        }
        _ = try place.run("hold", "1", "--reason", "why")
    }

    private func output(_ command: [String], _ more: String...) throws -> String {
        try place.run(command[0], arguments: command.dropFirst() + more, directory: place.directory).output
    }

    @Test func `a time is written as the command line takes it, in the local zone`() throws {
        let zoned = describeTime(Date(timeIntervalSince1970: 1_800_000_000))
        let read = try #require(TimeArgument(argument: zoned))
        #expect(read.begin == Date(timeIntervalSince1970: 1_800_000_000), "\(zoned)")
    }

    @Test(arguments: listings) func `tables have one form`(command: [String]) throws {
        let text = try output(command)
        #expect(text.firstMatch(of: /\d{4}-\d\d-\d\dT/) == nil, "\(text)")
        #expect(text.firstMatch(of: /\d[smhd] ago/) == nil, "\(text)")
        for time in text.matches(of: /\d{4}-\d\d-\d\d[^\n]{0,9}/) {
            #expect(time.output.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil, "\(time.output) in \(text)")
        }
    }

    @Test func `the listings that this test walks have times`() throws {
        for command in [["worklist"], ["show", "1"], ["outbox", "list"], ["peers"], ["quarantine"], ["status"]] {
            #expect(try output(command).firstMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil, "\(command)")
        }
    }

    @Test(arguments: listings) func `JSON has ISO 8601 with its zone`(command: [String]) throws {
        let words = command.prefix { !$0.hasPrefix("-") && Int($0) == nil }
        let schema = try place.json(place.run("schema", arguments: Array(words), directory: nil).output)
        check(try place.json(output(command, "--json")), schema, "\(command)")
    }

    /// Every value that its schema calls a time.
    private func check(_ value: Any, _ schema: Any, _ place: String) {
        guard let schema = schema as? [String: Any] else { return }
        if schema["format"] as? String == "date-time" {
            let text = value as? String ?? ""
            #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(value) in \(place)")
        }
        if let object = value as? [String: Any], let properties = schema["properties"] as? [String: Any] {
            for (name, part) in object { check(part, properties[name] ?? [:], "\(place).\(name)") }
        }
        if let list = value as? [Any], let items = schema["items"] { for item in list { check(item, items, place) } }
    }
}
