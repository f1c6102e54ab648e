import Administration
import DICOMTestPeer
import Foundation
import Platform
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The reporter as a process that dies: what happens to it, to its study and to the queue.
@Suite(.blocking, .serialized)
struct ReporterProcessTests {
    private static let xrays = packageRoot.appending(path: "samples/xrays").path

    private func send(_ daemon: TestDaemon, _ index: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.xrays).filter { $0.hasSuffix(".dcm") }
            .sorted()
        let store = try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], ["\(Self.xrays)/\(names[index])"])
        #expect(store.status == 0, "\(store.output)")
    }

    @Test func `a reporter never outlives its daemon`() throws {
        let daemon = try TestDaemon()
        let reporter = try #require(daemon.waitForReporter())
        daemon.kill(SIGKILL)
        #expect(eventually { kill(reporter, 0) != 0 })
    }

    @Test func `a reporter that is killed is started again and the next study gets its draft`() throws {
        let daemon = try TestDaemon()
        let first = try #require(daemon.waitForReporter())
        kill(first, SIGKILL)
        _ = try #require(daemon.waitForReporter(otherThan: first))
        try send(daemon, 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let incident = try #require(try daemon.workList().incidents(limit: 1).first)
        #expect(incident.source == "reporter")
        #expect(incident.message.contains("9"))
    }

    @Test func `a study that hangs the reporter fails after three attempts and the queue goes on`() throws {
        let daemon = try TestDaemon()
        // An image that can be opened and never read: what a decoder in an endless loop looks like from outside.
        try poison(daemon)
        try daemon.start("reporter: { wall_seconds: 2 }")
        #expect(try daemon.waitFor([.failed: 1]))
        // The next study has time enough on a slow machine.
        let reporter = daemon.waitForReporter()
        try daemon.reload("")
        _ = try #require(daemon.waitForReporter(otherThan: reporter))
        try send(daemon, 2)
        #expect(try daemon.waitFor([.drafted: 1, .failed: 1]))
        let entry = try #require(try daemon.workList().entries(limit: 9).first { $0.state == .failed })
        #expect(entry.attempt == 3)
        #expect(entry.reason == "the study took longer than 2 s")
    }

    @Test func `a study that ends the reporter costs the queue no pause`() throws {
        let daemon = try TestDaemon()
        try poison(daemon)
        try daemon.start()
        for attempt in 1...3 {
            let reporter = try waitForClaim(daemon, attempt)
            kill(reporter, SIGSEGV)
        }
        #expect(try daemon.waitFor([.failed: 1]))
        let restarts = daemon.log.split(separator: "\n").filter { $0.contains("the reporter process ended") }
        #expect(restarts.count { $0.contains("restart.in=0.0 seconds") } == 3, "\(daemon.log)")
    }

    @Test func `a study that uses up its CPU time is not tried again`() throws {
        let daemon = try TestDaemon()
        try poison(daemon)
        try daemon.start()
        kill(try waitForClaim(daemon, 1), SIGXCPU)
        #expect(try daemon.waitFor([.failed: 1]))
        let entry = try #require(try daemon.workList().entries(limit: 9).first)
        #expect(entry.attempt == 1)
        #expect(entry.reason == "the study took more than 60 s of CPU time")
    }

    @Test func `a decoder that dies costs its study an attempt and the reporter lives on`() throws {
        let daemon = try TestDaemon()
        let reporter = try #require(daemon.waitForReporter())
        let decoder = try holdDecoder(of: reporter)
        try send(daemon, 0)
        _ = try waitForClaim(daemon, 1)
        kill(decoder, SIGKILL)
        #expect(try daemon.waitFor([.drafted: 1]))
        let entry = try #require(try daemon.workList().entries(limit: 9).first)
        #expect(entry.attempt == 2)
        #expect(daemon.waitForReporter() == reporter)
        #expect(try daemon.workList().incidents(limit: 9).contains { $0.message.contains("signal 9") })
    }

    @Test func `a study that uses up its decoder's CPU time is not tried again and the reporter lives on`() throws {
        let daemon = try TestDaemon()
        let reporter = try #require(daemon.waitForReporter())
        let decoder = try holdDecoder(of: reporter)
        try send(daemon, 0)
        _ = try waitForClaim(daemon, 1)
        kill(decoder, SIGXCPU)
        kill(decoder, SIGCONT)
        #expect(try daemon.waitFor([.failed: 1]))
        let entry = try #require(try daemon.workList().entries(limit: 9).first)
        #expect(entry.attempt == 1)
        #expect(entry.reason == "the study took more than 60 s of CPU time")
        #expect(daemon.waitForReporter() == reporter)
    }

    /// Stops the decoder that waits for the next study.
    private func holdDecoder(of reporter: Int32) throws -> Int32 {
        var decoder: Int32?
        let isReady = try eventually {
            let found = try run("/usr/bin/pgrep", ["-P", "\(reporter)"]).output
            decoder = found.split(separator: "\n").count == 1 ? Int32(found.dropLast()) : nil
            let status = decoder.flatMap { try? String(contentsOfFile: "/proc/\($0)/status", encoding: .utf8) } ?? ""
            // It has said that it is ready, and waits.
            return status.contains("NoNewPrivs:\t1\n") && status.contains("Seccomp:\t2\n")
                && status.contains("State:\tS")
        }
        #expect(isReady)
        let process = try #require(decoder)
        kill(process, SIGSTOP)
        return process
    }

    @Test func `a reporter that hangs while idle is replaced`() throws {
        let daemon = try TestDaemon()
        try send(daemon, 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let first = try #require(daemon.waitForReporter())
        kill(first, SIGSTOP)
        _ = try #require(daemon.waitForReporter(otherThan: first))
        #expect(daemon.log.contains("did not look for work"))
    }

    /// Waits until the poisoned study is being drafted for the nth time.
    ///
    /// - Returns: the process that claimed it.
    private func waitForClaim(_ daemon: TestDaemon, _ attempt: Int) throws -> Int32 {
        let isClaimed = try eventually {
            try daemon.workList().entries(limit: 9).contains { $0.state == .drafting && $0.attempt == attempt }
        }
        #expect(isClaimed, "\(daemon.log)")
        return try #require(daemon.waitForReporter())
    }

    /// A queued study whose only image is a pipe without a writer.
    private func poison(_ daemon: TestDaemon) throws {
        try send(daemon, 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        daemon.kill(SIGTERM)
        let image = try #require(try daemon.workList().instances([.isOneOf(.modality, ["DX", "CR"])], limit: 1).first)
        try FileManager.default.removeItem(atPath: image.path)
        #expect(mkfifo(image.path, 0o600) == 0)
        let database = WorkListStore.path(in: daemon.stateDirectory)
        let sql = """
            UPDATE workItem SET state = 'collecting', attempt = 0, revision = 2;
            UPDATE workItem SET state = 'queued';
            """
        #expect(try run("/usr/bin/sqlite3", [database, sql]).status == 0)
    }

    @Test func `a study that is being drafted at an orderly stop has used no attempt`() throws {
        let daemon = try TestDaemon()
        try poison(daemon)
        try daemon.start()
        let reporter = try waitForClaim(daemon, 1)
        // The work list is locked for longer than the reporter waits, so that it cannot hand the study back.
        try daemon.workList().write { _ in
            kill(daemon.processID, SIGTERM)
            let isGone = eventually { kill(reporter, 0) != 0 }
            #expect(isGone)
        }
        #expect(daemon.kill(SIGTERM) == 0)
        let entry = try #require(try daemon.workList().entries(limit: 9).first)
        #expect(entry.state == .queued && entry.attempt == 0, "\(daemon.log)")
    }
}
