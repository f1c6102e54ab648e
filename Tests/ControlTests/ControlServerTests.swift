import Auditing
import Foundation
import Logging
import OperatorErrors
import Platform
import Retention
import Review
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import Control
@testable import WorkList

/// The control socket with real clients: honest, silent, malformed, too many.
@Suite(.blocking) struct ControlServerTests {
    /// A server in this process. Its client is the account that runs the tests, which is the account of the service.
    final class Served {
        let fixture: Fixture
        let server: ControlServer
        let audit = AuditInbox()
        private let hasEnded: ClosedBox

        /// Whether `serve` has returned.
        final class ClosedBox: Sendable {
            let signal = WakeSignal()
            var isClosed: Bool { signal.isStopped }
        }

        init() throws {
            fixture = try Fixture()
            try fixture.addUsers()
            try fixture.draftStudy()
            let workList = fixture.workList
            let desk = ChangeDesk(
                workList, .init(claimMinutes: 30, retention: RetentionPolicy(), aeTitle: "THORAXD") { _ in [] },
                service: geteuid())
            let (server, ended) = (
                ControlServer(desk, workList: workList, audit: audit, logger: Logger(label: "test")), ClosedBox()
            )
            (self.server, hasEnded) = (server, ended)
            try OwnedThread.start(name: "control") {
                server.serve()
                ended.signal.stop()
            }
            let path = path
            #expect(eventually { (try? LocalConnection(to: path)) != nil })
        }

        deinit { server.stop() }

        var path: String { ControlServer.path(in: fixture.directory) }
        var client: ControlClient { ControlClient(stateDirectory: fixture.directory) }
        var isServing: Bool { !hasEnded.isClosed }

        func answer(to line: [UInt8]) throws -> LocalConnection.Received {
            let connection = try LocalConnection(to: path)
            connection.sendLine(line, within: .seconds(300))
            return connection.receiveLine(upTo: 1 << 20, within: nil)
        }
    }

    private func refusal(_ received: LocalConnection.Received) throws -> Refused {
        guard case .line(let line) = received else { throw ControlError.noAnswer }
        return try #require(try ControlMessage.decode(ControlMessage.Answer.self, from: line).refusal)
    }

    private let open = Change.review(.open, study: "1.1", as: "mary")

    @Test func `a change goes over the socket, and its refusal comes back with hint and exit code`() throws {
        let served = try Served()
        guard case .opened(let claim) = try served.client.make(open) else {
            return #expect(Bool(false), "it was not opened")
        }
        #expect(claim.login == "mary" && claim.name == "Doe^Mary")
        let account = Account.current.login
        #expect(try served.fixture.workList.acts().last?.detail["account"] == account)
        let refused = #expect(throws: Refused.self) {
            try served.client.make(.review(.open, study: "1.1", as: "paul"))
        }
        #expect(refused?.description.hasPrefix("mary (Doe^Mary) has the study open until 20") == true)
        #expect(refused?.hint == "wait, or ask the reviewer to release it" && refused?.fault.exitCode == 75)
    }

    @Test func `the socket is for its owner and its group`() throws {
        let served = try Served()
        var status = stat()
        #expect(stat(served.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660 && status.st_mode & S_IFMT == S_IFSOCK)
        #expect(status.st_uid == geteuid())
    }

    @Test func `what is no message of this version is refused with a reason`() throws {
        let served = try Served()
        let (malformed, other) = (Refused(ControlError.malformed), Refused(ControlError.otherVersion(2)))
        for line in ["", "{", "[]", "null", #"{"version":1}"#, #"{"version":1,"change":{"reboot":{}}}"#] {
            #expect(try refusal(served.answer(to: Array(line.utf8))) == malformed, "\(line)")
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(try refusal(served.answer(to: deep)) == malformed)
        #expect(try refusal(served.answer(to: [0xFF, 0x00, 0xFE])) == malformed)
        #expect(try refusal(served.answer(to: Array(#"{"version":2,"new":1}"#.utf8))) == other)
        _ = try served.client.make(open)
    }

    @Test func `a message beyond the bound is refused before all of it is read`() throws {
        let served = try Served()
        let endless = [UInt8](repeating: 0x20, count: 8 << 20)
        let limit = ControlMessage.requestLimit
        #expect(try refusal(served.answer(to: endless)) == Refused(ControlError.tooLong(limit: limit)))
        _ = try served.client.make(open)
    }

    @Test func `silent clients hold up nobody, are bounded, and are let go`() throws {
        let served = try Served()
        var silent: [LocalConnection] = []
        for _ in 0..<(ControlServer.clientsOfAccount - 2) { silent.append(try LocalConnection(to: served.path)) }
        _ = try served.client.make(open)
        // Each has its answer within the patience of the server, without having asked.
        for client in silent {
            #expect(try refusal(client.receiveLine(upTo: 1 << 16, within: nil)) == Refused(ControlError.late))
        }
    }

    @Test func `an account that keeps too many connections is refused, until it lets some go`() throws {
        let served = try Served()
        var kept: [LocalConnection] = []
        let tooMany = Refused(ControlError.tooManyClients)
        // The server lets silent ones go after a while; enough of them are asked for at once.
        let isRefused = try eventually {
            kept.append(try LocalConnection(to: served.path))
            guard kept.count > ControlServer.clientsOfAccount, let last = kept.last else { return false }
            guard case .line = last.receiveLine(upTo: 1 << 16, within: .milliseconds(200)) else { return false }
            return true
        }
        #expect(isRefused)
        kept.removeAll()
        #expect(
            try eventually {
                do {
                    _ = try served.client.make(open)
                    return true
                } catch let error as Refused where error == tooMany { return false }
            })
    }

    @Test func `two clients at once: one opens the study, the other learns who has it`() async throws {
        let served = try Served()
        let client = served.client
        let results = await withTaskGroup(of: Int32.self) { group in
            for login in ["mary", "paul"] {
                group.addTask {
                    let made = try? await OwnedThread.run(name: "client") { () -> Int32 in
                        do {
                            _ = try client.make(.review(.open, study: "1.1", as: login))
                            return 0
                        } catch { return error.asOperatorError.fault.exitCode }
                    }
                    return made ?? -1
                }
            }
            return await group.reduce(into: [Int32]()) { $0.append($1) }
        }
        #expect(results.sorted() == [0, 75])
    }

    @Test func `a stop lets a silent client go and ends`() throws {
        let served = try Served()
        let client = try LocalConnection(to: served.path)
        // Clients are accepted in their order: once a later one has its answer, the silent one is being served.
        #expect(throws: Refused.self) { try served.client.make(.review(.open, study: "1.1", as: "admin")) }
        served.server.stop()
        #expect(client.receiveLine(upTo: 1 << 16, within: nil) == .ended)
        #expect(eventually { !served.isServing })
        #expect(throws: ControlError.notRunning(socket: served.path)) { try served.client.make(open) }
        #expect(ControlError.notRunning(socket: "s").hint.contains("systemctl start thoraxd"))
    }

    @Test func `a daemon that runs and does not serve yet is said to be starting`() throws {
        let fixture = try Fixture()
        // The lock of another process cannot be taken by this one, so another open file of this process stands for it.
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: fixture.directory))
        defer { withExtendedLifetime(lock) {} }
        let error = #expect(throws: ControlError.self) {
            try ControlClient(stateDirectory: fixture.directory).make(open)
        }
        #expect(error == .notServing(socket: ControlServer.path(in: fixture.directory)))
        #expect(error?.fault.exitCode == 75)
    }

    @Test func `what an account may not do is one incident an hour, and an audit message with a count`() throws {
        let served = try Served()
        for _ in 0..<3 {
            #expect(throws: Refused.self) { try served.client.make(.review(.open, study: "1.1", as: "admin")) }
        }
        let account = Account.current.name
        let reason = "the user admin is not a reviewer"
        #expect(
            served.audit.take(isLast: true).map(\.what) == [
                .changeRefused(account: account, change: "review open", reason: reason),
                .changeRefusedAgain(account: account, change: "review open", count: 2),
            ])
        // What the study or the reviewer's time does not allow is no attempt on rights.
        _ = try served.client.make(open)
        #expect(throws: Refused.self) { try served.client.make(.review(.open, study: "1.1", as: "paul")) }
        #expect(served.audit.take(isLast: true).isEmpty)
        // The client has its answer after the incident was recorded.
        let incidents = try served.fixture.workList.incidents(limit: 9).filter { $0.source == "control" }
        #expect(incidents.map(\.message) == ["refused: \(reason)"])
    }
}
