import Auditing
import Foundation
import FoundationNetworking
import HTTPListening
import Logging
import Query
import Testing
import WebAccess
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

/// A web listener on 127.0.0.1 with a work list of its own.
final class RunningFront {
    let fixture: Fixture
    let audit = AuditInbox()
    let server: HTTPServer
    let token: String
    let settings: CurrentWebSettings
    private let session: URLSession

    var base: String { "http://127.0.0.1:\(server.port)/dicom-web" }

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: String
        /// The matches of a search.
        var matches: [[String: [String: Any]]] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [[String: [String: Any]]] ?? []
        }

        func values(_ tag: String) -> [String] {
            matches.map { "\((($0[tag]?["Value"] as? [Any])?.first).map { "\($0)" } ?? "")" }
        }
    }

    init(
        _ settings: WebSettings = .init(), scopes: Set<AccessToken.Scope> = [.read], maximumResults: Int = 1000,
        patience: WebFront.Patience = .init()
    ) async throws {
        fixture = try Fixture()
        token = try fixture.workList.addAccessToken("viewer1", scopes, expiresAt: nil, by: "admin").text
        self.settings = CurrentWebSettings(settings)
        var endpoint = WebFront.Endpoint(port: 0)
        endpoint.patience = patience
        let query = IndexQuery(workList: fixture.workList, maximumResults: maximumResults)
        server = try await WebFront.start(
            endpoint,
            .init(workList: fixture.workList, query: query, audit: audit, settings: self.settings),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        session = URLSession(configuration: .ephemeral)
    }

    deinit { server.stop() }

    /// Sends a request; `token` nil sends none.
    func send(
        _ path: String, method: String = "GET", token: String?? = .none, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: base + path)))
        request.httpMethod = method
        if let token = token ?? self.token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        var fields: [String: String] = [:]
        for (name, value) in answer.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        return Answer(status: answer.statusCode, headers: fields, body: String(decoding: data, as: UTF8.self))
    }
}
