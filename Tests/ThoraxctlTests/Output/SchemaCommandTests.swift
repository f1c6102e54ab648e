import Foundation
import TestHarness
import Testing
import WorkList

/// What commands print with --json, held against the schema that `thoraxctl schema` prints.
@Suite(.blocking) struct SchemaCommandTests {
    private let place: Administered

    init() throws {
        place = try Administered()
        try place.store()
        try place.queue()
    }

    /// What is wrong with a value; empty where nothing is.
    private func faults(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
        switch schema["type"] as? String {
        case "object":
            guard let object = value as? [String: Any] else { return ["\(path) is no object"] }
            if let each = schema["additionalProperties"] as? [String: Any] {
                return object.flatMap { faults($0.value, each, at: "\(path).\($0.key)") }
            }
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            return missing.map { "\(path).\($0) is missing" }
                + object.flatMap { name, value in
                    properties[name].map { faults(value, $0, at: "\(path).\(name)") } ?? ["\(path).\(name) is unknown"]
                }
        case "array":
            guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else {
                return ["\(path) is no list"]
            }
            return list.flatMap { faults($0, items, at: path + "[]") }
        case "string":
            guard let text = value as? String else { return ["\(path) is no text"] }
            let choices = schema["enum"] as? [String]
            return choices?.contains(text) ?? true ? [] : ["\(path) is \(text)"]
        case "integer", "number", "boolean": return value is NSNumber ? [] : ["\(path) is no number"]
        default: return ["\(path) has no type"]
        }
    }

    @Test(arguments: [
        ["status"], ["worklist"], ["worklist", "--show-patient"], ["show", "1"], ["outbox"], ["commitment"], ["peers"],
        ["quarantine"], ["verify"], ["priority", "1", "3"], ["hold", "1", "--reason", "why"],
        ["retry", "--all-failed"], ["review"], ["review list"], ["review statistics"], ["users list"], ["audit list"],
        ["audit verify"], ["outbox list"], ["retention show"], ["retention run", "--dry-run"],
    ])
    func `an answer is as its schema says`(command: [String]) throws {
        let words = command[0].split(separator: " ").map(String.init)
        let answer = try place.run(
            words[0], arguments: words.dropFirst() + command.dropFirst() + ["--json"], directory: place.directory)
        #expect(answer.status == 0, "\(answer)")
        let schema = try #require(
            try place.json(place.run("schema", arguments: words, directory: nil).output) as? [String: Any])
        #expect(faults(try place.json(answer.output), schema, at: command[0]) == [])
    }

    @Test func `every command that takes --json has a schema`() throws {
        let page = try place.run("help", arguments: ["schema"], directory: nil).output
        let list = try #require(page.replacing("\n", with: " ").firstMatch(of: /Commands: ([^.]*)\./)?.1)
        let words = Set(list.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") })
        let dump = try place.json(place.run("--experimental-dump-help", arguments: [], directory: nil).output)
        let root = try #require((dump as? [String: Any])?["command"] as? [String: Any])
        func commands(of parent: [String: Any], _ path: String) -> [String] {
            (parent["subcommands"] as? [[String: Any]] ?? []).flatMap { command in
                let name = path + (command["commandName"] as? String ?? "")
                let arguments = command["arguments"] as? [[String: Any]] ?? []
                return commands(of: command, name + " ")
                    + (arguments.contains { $0["valueName"] as? String == "json" } ? [name] : [])
            }
        }
        let printing = commands(of: root, "").filter { $0 != "audit export" }
        #expect(printing.count > 30 && Set(printing).isSubset(of: words), "\(Set(printing).subtracting(words))")
    }
}
