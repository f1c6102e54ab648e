import Administration
import Foundation
import FoundationNetworking
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The daemon as monitoring sees it: over HTTP, with the tools of Prometheus where they are installed.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct MonitoringTests {
    private static let promtool = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/promtool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private func get(_ path: String, from daemon: TestDaemon) async throws -> (status: Int, body: String) {
        let port = try #require(daemon.log.firstMatch(of: /part=monitoring port=(\d+)/)?.1)
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (body, response) = try await URLSession.patient().data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: body, as: UTF8.self))
    }

    /// The page once it holds every line, which may take until the work list is read again.
    private func metrics(holding lines: [String], from daemon: TestDaemon) async throws -> String {
        try await eventualValue {
            let page = try await get("/metrics", from: daemon).body
            return lines.allSatisfy { page.contains("\n\($0)\n") } ? page : nil
        }
    }

    @Test func `what a daemon does is counted, and no patient is named`() async throws {
        let daemon = try TestDaemon(
            """
            metrics: { port: 0 }
            peers: [{ name: room1, ae_title: CR1 }]
            """)
        let image = "\(packageRoot.path)/samples/xrays/thoraxd-0001-1.dcm"
        #expect(try daemon.dcmtk("storescu", ["-aet", "CR1"], [image]).status == 0)
        #expect(try daemon.dcmtk("echoscu", ["-aet", "CR2"]).status == 0)
        #expect(
            try run("/usr/bin/echoscu", ["-aec", "OTHER", "-aet", "CR1", "127.0.0.1", "\(daemon.port)"]).status != 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let lines = [
            "thoraxd_drafts_total{outcome=\"offered\"} 1",
            "thoraxd_dimse_requests_total{peer=\"room1\",request=\"C-STORE\",status=\"0000\"} 1",
            "thoraxd_dimse_requests_total{peer=\"unknown\",request=\"C-ECHO\",status=\"0000\"} 1",
            "thoraxd_associations_accepted_total{peer=\"room1\"} 1",
            "thoraxd_associations_rejected_total{peer=\"room1\",reason=\"called AE title not recognized\"} 1",
            "thoraxd_associations_open 0", "thoraxd_admissions_total{outcome=\"stored\"} 1",
            "thoraxd_admission_seconds_count 1", "thoraxd_studies{state=\"drafted\"} 1",
            "thoraxd_draft_stage_seconds_count{stage=\"encoder\"} 1", "thoraxd_ready{check=\"listener\"} 1",
            "thoraxd_reporter_up 1",
        ]
        let page = try await metrics(holding: lines, from: daemon)
        let bytes = try #require(
            page.firstMatch(of: /thoraxd_received_bytes_total\{peer="room1",status="0000"\} (\d+)/))
        #expect(try #require(Int(bytes.1)) > 100_000)
        let workList = try daemon.workList()
        let entry = try #require(try workList.entries(limit: 1).first)
        for secret in [entry.studyInstanceUID, "CR2", "Patient"] { #expect(!page.contains(secret), "\(secret)") }
        #expect(try await get("/healthz", from: daemon).status == 200)
        // What is said of the reporter may be as old as a reading may be.
        _ = try await metrics(holding: ["thoraxd_ready{check=\"reporter\"} 1"], from: daemon)
        #expect(try await get("/readyz", from: daemon).status == 200)
        try checkWithPromtool(page)
    }

    @Test func `a daemon without a reporter is alive and not ready`() async throws {
        let daemon = try TestDaemon("metrics: { port: 0 }")
        let reporter = try #require(daemon.waitForReporter())
        Foundation.kill(reporter, SIGSTOP)
        Foundation.kill(reporter, SIGKILL)
        var answer = try await get("/readyz", from: daemon)
        while answer.status == 200 {
            if let next = daemon.waitForReporter(otherThan: reporter) { Foundation.kill(next, SIGKILL) }
            answer = try await get("/readyz", from: daemon)
        }
        #expect(answer.status == 503)
        #expect(answer.body.contains(#""check":"reporter""#))
        #expect(try await get("/healthz", from: daemon).status == 200)
    }

    @Test func `nothing is served unless a port is set`() throws {
        let daemon = try TestDaemon()
        #expect(!daemon.log.contains("part=monitoring"))
    }

    @Test func `a port that is taken costs monitoring only, and is an incident`() throws {
        let daemon = try TestDaemon("metrics: { port: 0 }")
        let port = try #require(daemon.log.firstMatch(of: /part=monitoring port=(\d+)/)?.1)
        let other = try TestDaemon("metrics: { port: \(port) }")
        #expect(try other.dcmtk("echoscu", ["-aet", "CR1"]).status == 0)
        let incident = try #require(try other.workList().incidents(limit: 1).first)
        #expect(incident.message.contains("cannot listen on 127.0.0.1 port \(port)"))
        #expect(incident.hint.contains("metrics.port"))
    }

    @Test func `the alert rules are rules`() throws {
        guard let promtool = Self.promtool else {
            print("skipped: promtool is not installed (Debian: prometheus)")
            return
        }
        let etc = "\(packageRoot.path)/etc/alerts.yaml"
        let checked = try run(promtool, ["check", "rules", etc])
        #expect(checked.status == 0, "\(checked.output)")
        let tested = try run(promtool, ["test", "rules", "\(packageRoot.path)/Tests/Peers/alerts.yaml"])
        #expect(tested.status == 0, "\(tested.output)")
    }

    private func checkWithPromtool(_ page: String) throws {
        guard let promtool = Self.promtool else {
            print("skipped: promtool is not installed (Debian: prometheus)")
            return
        }
        let file = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try Data(page.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let checked = try run("/bin/sh", ["-c", "\(promtool) check metrics < \(file)"])
        #expect(checked.status == 0 && checked.output.isEmpty, "\(checked.output)")
    }
}
