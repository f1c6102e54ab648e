import Foundation
import TestHarness
import Testing

/// `thoraxctl status` beside a running daemon.
@Suite(.blocking, .serialized)
struct StatusPathTests {
    private func status(_ daemon: TestDaemon, _ arguments: String...) throws -> (status: Int32, output: String) {
        try run(
            builtPrograms.appending(path: "thoraxctl").path,
            ["status", "--config", "\(daemon.directory)/thoraxd.yaml"] + arguments)
    }

    /// The status once it has these words.
    private func status(_ daemon: TestDaemon, holding words: String) throws -> String {
        var output = ""
        _ = try eventually {
            output = try status(daemon).output
            return output.contains(words)
        }
        #expect(output.contains(words), "\(output)")
        return output
    }

    private func write(_ settings: String, _ daemon: TestDaemon) throws {
        let file = "\(daemon.directory)/thoraxd.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data((text + "\n" + settings + "\n").utf8).write(to: URL(filePath: file))
    }

    @Test func `the status says what runs, and an error of the file hides nothing of it`() throws {
        let daemon = try TestDaemon("peers: [{ name: old, ae_title: OLD }]")
        let shown = try status(daemon, holding: "model ")
        #expect(shown.contains("running, pid \(daemon.processID), version "), "\(shown)")
        #expect(shown.contains("node      THORAXD, port \(daemon.port)\n"), "\(shown)")
        #expect(!shown.contains("config "), "\(shown)")

        try write("qurry: { maximum_results: 7 }", daemon)
        let faulty = try status(daemon)
        #expect(faulty.status == 0)
        #expect(faulty.output.contains("line 7: there is no key qurry"), "\(faulty.output)")
        #expect(faulty.output.contains("hint: ") && faulty.output.contains("keeps what it uses"), "\(faulty.output)")
        #expect(faulty.output.contains("running, pid \(daemon.processID)"), "\(faulty.output)")
        let json = try status(daemon, "--json").output
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let state = try #require(answer["configuration"] as? [String: Any])
        #expect((state["errors"] as? [[String: String]])?.first?["error"]?.contains("qurry") == true)
        #expect((answer["running"] as? [String: Any])?["port"] as? Int == daemon.port)
    }

    @Test(arguments: ["qurry: { maximum_results: 7 }", "peers: [{ name: new, ae_title"])
    func `a listing uses what the daemon uses while the file has an error, and warns of its line`(fault: String) throws
    {
        let daemon = try TestDaemon("peers: [{ name: old, ae_title: OLD, permissions: [query] }]")
        _ = try status(daemon, holding: "model ")
        try daemon.write(fault)
        for command in [
            "worklist", "outbox", "peers", "commitment", "quarantine", "audit", "review", "users", "tokens",
            "retention",
        ] {
            let shown = try run(
                builtPrograms.appending(path: "thoraxctl").path,
                [command, "--config", "\(daemon.directory)/thoraxd.yaml", "--state-directory", daemon.stateDirectory])
            #expect(shown.status == 0, "\(command): \(shown)")
            #expect(shown.output.contains("warning: "), "\(command): \(shown)")
            #expect(shown.output.contains("line "), "\(command): \(shown)")
            if command == "peers" { #expect(shown.output.contains("old  "), "\(shown)") }
        }
    }

    @Test func `the status names a refused caller within seconds, with the reason`() throws {
        let daemon = try TestDaemon("peers: [{ name: room1, ae_title: CR1 }]")
        #expect(
            try run("/usr/bin/echoscu", ["-aec", "OTHER", "-aet", "CR9", "127.0.0.1", "\(daemon.port)"]).status != 0)
        let refused = try status(daemon, holding: "refused   ")
        #expect(refused.contains("CR9 at 127.0.0.1: called AE title not recognized"), "\(refused)")
        let json = try status(daemon, "--json").output
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((answer["refusals"] as? [[String: Any]])?.last?["callingAETitle"] as? String == "CR9", "\(json)")
    }

    @Test func `what waits for a reload and what waits for a restart are named until they are done`() throws {
        let daemon = try TestDaemon("peers: [{ name: old, ae_title: OLD }]")
        let settings = "peers: [{ name: new, ae_title: NEW }]\nquery: { maximum_results: 7 }"
        try daemon.write(settings)
        let waiting = try status(daemon, holding: "waits for a reload")
        #expect(waiting.contains("(systemctl reload thoraxd): peer new, peer old\n"), "\(waiting)")
        #expect(waiting.contains("(systemctl restart thoraxd): query.maximum_results\n"), "\(waiting)")
        try daemon.reload(settings)
        #expect(try eventually { try !status(daemon).output.contains("waits for a reload") })
        #expect(try status(daemon).output.contains("(systemctl restart thoraxd): query.maximum_results\n"))
        daemon.kill(SIGTERM)
        let down = try status(daemon)
        #expect(down.output.contains("not running") && !down.output.contains("waits for a restart"), "\(down)")
    }
}
