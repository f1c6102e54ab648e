import Auditing
import Foundation
import FoundationNetworking
import HTTPListening
import Logging
import TestHarness
import Testing
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
    private let session: URLSession

    var workList: WorkListStore { fixture.workList }
    var base: String { "http://127.0.0.1:\(server.port)" }

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
        /// The body as a JSON object.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }

    init(_ settings: WebSettings = .init()) async throws {
        fixture = try Fixture()
        self.settings = CurrentWebSettings(settings)
        var endpoint = WebEndpoint(port: 0)
        // Longer than any test waits on a busy machine.
        (endpoint.patience.idle, endpoint.patience.writing) = (.seconds(1800), .seconds(1800))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let front = PageFront(
            .init(workList: fixture.workList, audit: audit, settings: self.settings), logger: logger)
        server = try await endpoint.start([front], self.settings, logger: logger)
        session = .patient()
    }

    deinit { server.stop() }

    /// Sends a request to a path.
    func send(
        _ path: String, method: String = "GET", headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: base + path)))
        request.httpMethod = method
        request.httpShouldHandleCookies = false
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let body { request.httpBody = Data(body) }
        let (data, response) = try await session.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        var fields: [String: String] = [:]
        for (name, value) in answer.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        return Answer(status: answer.statusCode, headers: fields, body: [UInt8](data))
    }
}
