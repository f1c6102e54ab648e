import Foundation
import TestHarness
import Testing
import WorkListDatabase

/// What `thoraxctl peers` prints for callers, pasted into a configuration by hand.
@Suite(.blocking) struct PeersCommandTests {
    private let place: Administered
    private var path: String { place.root + "/thoraxd.yaml" }

    init() throws {
        place = try Administered()
        for (title, address) in [("CR 1", "10.1.2.3"), ("CR 1", "10.1.2.4"), ("-", "10.1.2.5"), ("it's", "fd00::1")] {
            var caller = Caller(callingAETitle: title, address: address, at: .now)
            caller.refused = 1
            caller.refusal = "it is not in the list of peers"
            caller.refusedAt = .now
            caller.needed = ["store", "commit"]
            try place.workList.add([caller])
        }
    }

    private func peers(_ arguments: String...) throws -> (status: Int32, output: String, error: String) {
        try place.run("peers", arguments: arguments + ["--config", path], directory: place.directory)
    }

    @Test(arguments: [
        "log_level: info\npeers:\n", "log_level: info\npeers:\n  # none yet\n", "log_level: info\n", "",
        "log_level: info\npeers: []  # none\ndicom: { port: 104 }\n",
        "log_level: info\r\npeers: []\r\n", "peers:\n  - { name: cr-1, ae_title: X }\n",
    ])
    func `what is printed for callers can be pasted as the text says`(before: String) throws {
        try Data(before.utf8).write(to: URL(filePath: path))
        let printed = try peers()
        let parts = printed.output.components(separatedBy: "and reload\n\n")
        #expect(printed.status == 0 && parts.count == 2, "\(printed)")
        var text = before
        if let line = parts[0].firstMatch(of: /in place of line (\d+)/)?.1 {
            var lines = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            lines[try #require(Int(line)) - 1] = parts[1]
            text = lines.joined(separator: "\n")
        } else {
            text += parts[1]
        }
        try Data(text.utf8).write(to: URL(filePath: path))
        let after = try peers("--json")
        let json = try #require(try place.json(after.output) as? [String: Any])
        #expect((json["unknownCallers"] as? [Any])?.isEmpty == true, "\(text)\n\(after)")
        let names = try #require(json["peers"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(Set(names).count == names.count && Set(names).isSuperset(of: ["cr-1", "cr-1-2", "peer", "it-s"]))
    }

    @Test func `to a list in brackets only peers add adds an entry`() throws {
        try Data("peers: [{ name: a, ae_title: A }]\r\n".utf8).write(to: URL(filePath: path))
        let output = try peers().output
        #expect(output.contains("thoraxctl peers add") && !output.contains("and reload"), "\(output)")
        let added = try peers("add", "room1", "--from-caller", "it's")
        #expect(added.status == 0, "\(added)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("peers: [{ name: a, ae_title: A },\r\n  # ") && text.hasSuffix("}]\r\n"), "\(text)")
    }

    @Test func `a caller that has only sent an echo may do nothing else, and the entry and the command say so`() throws
    {
        var caller = Caller(callingAETitle: "ECHO", address: "10.1.2.9", at: .now)
        caller.asked = ["Verification"]
        try place.workList.add([caller])
        try Data("peers:\n".utf8).write(to: URL(filePath: path))
        let output = try peers().output
        #expect(
            output.contains(
                "  # it has not asked to do anything yet: list what it may do in permissions\n  - name: echo\n"))
        let added = try peers("add", "echo")
        #expect(added.status == 0 && added.output.contains("warning: echo has only sent C-ECHO"), "\(added)")
        let other = try peers("add", "peer7", "--from-caller", "it's")
        #expect(other.status == 0 && !other.output.contains("peer7 has only sent"), "\(other)")
    }

    @Test(arguments: ["a #b", "a: b", "a\"b"]) func `a name that is not allowed is the error`(name: String) throws {
        try Data("peers: []\n".utf8).write(to: URL(filePath: path))
        let answer = try peers("add", name, "--from-caller", "it's")
        #expect(answer.status == 78 && answer.error.contains("peers.name is \(name), but"), "\(answer)")
    }
}
