import Auditing
import Decoding
import Foundation
import FoundationNetworking
import HTTPListening
import Logging
import Renderings
import Review
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

/// The review page on a web listener on 127.0.0.1 with a work list of its own.
final class RunningPage {
    let fixture: Fixture
    let audit = AuditInbox()
    let server: HTTPServer
    let settings: CurrentWebSettings
    let sessions: SessionDesk
    let parts: PageParts
    /// Parameters that make hashing a password fast.
    static let cost = ScryptCost(rounds: 16, blockSize: 1, parallelism: 1)
    private let session: URLSession

    var workList: WorkListStore { fixture.workList }
    var base: String { "http://127.0.0.1:\(server.port)" }

    /// - Parameter silence: time without an event after which an event stream checks its session.
    init(
        _ settings: WebSettings = .init(), blind: BlindReading = .none, silence: Duration = .seconds(12),
        memory: AnswerMemory = AnswerMemory()
    ) async throws {
        fixture = try Fixture()
        self.settings = CurrentWebSettings(settings)
        var endpoint = WebEndpoint(port: 0)
        // Longer than any test waits on a busy machine.
        (endpoint.patience.idle, endpoint.patience.writing) = (.seconds(1800), .seconds(1800))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        sessions = SessionDesk(workList: fixture.workList, audit: audit, cost: Self.cost, logger: logger)
        parts = PageParts(
            workList: fixture.workList, audit: audit, sessions: sessions, settings: self.settings,
            node: PageNode(aeTitle: "THORAXD", version: "1"),
            review: .init(claimMinutes: 30, undoSeconds: 10, blind: blind),
            renderer: Renderer(
                .init(), program: builtPrograms.appending(path: "thoraxd").path,
                cache: PictureCache(fixture.workList.files, reservedBytes: 0)), memory: memory, silence: silence)
        let front = PageFront(parts, logger: logger)
        server = try await endpoint.start([front], self.settings, audit: audit, logger: logger)
        session = .patient()
    }

    deinit { server.stop() }

    static let password = "correct horse battery"

    /// Adds a user with a password; the login is the name of the role unless one is given.
    @discardableResult
    func addUser(_ role: User.Role, _ login: String? = nil) throws -> String {
        let login = login ?? role.rawValue
        try workList.add(User(login: login, name: "Doe^\(login)", organization: "Hospital", role: role), by: "root")
        try workList.setPassword(
            PasswordHash(of: Self.password, for: login, cost: Self.cost), of: login, by: "root")
        return login
    }

    /// A browser in which a new user with this role is signed in.
    func signIn(_ role: User.Role, _ login: String? = nil) async throws -> PageClient {
        let browser = PageClient(page: self)
        let answer = try await browser.signIn(try addUser(role, login))
        #expect(answer.status == 200, "\(answer.text)")
        return browser
    }

    /// Sends a request to a path.
    func send(
        _ path: String, method: String = "GET", headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        try await session.answer(method, base + path, headers: headers, body: body)
    }
}
