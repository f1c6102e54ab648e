import Auditing
import DICOMCore
import DICOMWebEncoding
import Decoding
import Foundation
import FoundationNetworking
import HTTPListening
import Intake
import Logging
import Platform
import Query
import Renderings
import Review
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

/// A web listener on 127.0.0.1 with a work list of its own.
final class RunningFront {
    let fixture: Fixture
    let audit = AuditInbox()
    let server: HTTPServer
    let token: String
    let sessions: SessionDesk
    private let session: URLSession

    var workList: WorkListStore { fixture.workList }
    var base: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(server.port)/dicom-web" }
    private let isSecure: Bool

    /// Longer than any test waits on a busy machine.
    private static var ample: WebEndpoint.Patience {
        var patience = WebEndpoint.Patience()
        (patience.idle, patience.writing) = (.seconds(1800), .seconds(1800))
        return patience
    }

    /// - Parameter patience: the listener's, which is ample unless a test is about it.
    init(
        _ settings: WebSettings = .init(), scopes: Set<AccessToken.Scope> = [.read, .store],
        maximumResults: Int = 1000, reservedBytes: Int = 0, patience: WebEndpoint.Patience? = nil,
        rendering: DecoderSettings = .init(), program: String = builtPrograms.appending(path: "thoraxd").path,
        decoding: (any ImageDecoding)? = nil, certificate: ServerCertificate.Files? = nil,
        blind: BlindReading = .none, memory: AnswerMemory = AnswerMemory()
    ) async throws {
        fixture = try Fixture()
        isSecure = certificate != nil
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        token = try fixture.workList.addAccessToken("viewer1", scopes, expiresAt: nil, by: "admin").text
        var endpoint = WebEndpoint(port: 0)
        endpoint.patience = patience ?? Self.ample
        let incidents = IncidentLog("web", in: fixture.workList, logger: logger)
        endpoint.certificate = certificate.map { ServerCertificate($0, incidents: incidents) }
        sessions = SessionDesk(workList: fixture.workList, audit: audit, logger: logger)
        let front = DICOMWebFront(
            .init(
                workList: fixture.workList,
                query: IndexQuery(workList: fixture.workList, maximumResults: maximumResults),
                renderer: Renderer(
                    rendering, program: program, cache: PictureCache(fixture.workList.files, reservedBytes: 0)),
                intake: InstanceIntake(workList: fixture.workList, quietPeriod: .zero), decoding: decoding,
                reservedBytes: reservedBytes, audit: audit,
                sessions: sessions, blind: blind, memory: memory),
            logger: logger)
        server = try await endpoint.start([front], CurrentWebSettings(settings), audit: audit, logger: logger)
        session = .patient()
    }

    deinit { server.stop() }

    /// Sends a request to a path below the base, or to a whole address; `token` nil sends none.
    func send(
        _ path: String, method: String = "GET", token: String?? = .none, headers: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        var headers = headers
        if let token = token ?? self.token { headers["Authorization"] = "Bearer \(token)" }
        return try await session.answer(
            method, path.hasPrefix("http") ? path : base + path, headers: headers, body: body)
    }

    func get(_ path: String, accept: String = "*/*", _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await send(path, headers: ["Accept": accept].merging(headers) { $1 })
    }

    func post(
        _ path: String, _ body: [UInt8], type: String, accept: String = "application/dicom+json",
        _ headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await send(
            path, method: "POST", headers: ["Content-Type": type, "Accept": accept].merging(headers) { $1 }, body: body)
    }

    /// Stores objects in one request.
    func store(_ objects: [[UInt8]], accept: String = "application/dicom+json") async throws -> HTTPAnswer {
        let body = MultipartBody(
            objects.map { .init(contentType: "application/dicom", length: $0.count, content: $0) },
            type: "application/dicom")
        return try await post("/studies", body.bytes, type: body.contentType, accept: accept)
    }
}

extension HTTPAnswer {
    /// The matches of a search.
    var matches: [[String: [String: Any]]] { json(as: [[String: [String: Any]]].self) ?? [] }

    func values(_ tag: String) -> [String] {
        matches.map { "\((($0[tag]?["Value"] as? [Any])?.first).map { "\($0)" } ?? "")" }
    }
}

extension MultipartBody<[UInt8]> {
    var bytes: [UInt8] {
        segments.flatMap { segment -> [UInt8] in
            switch segment {
            case .bytes(let bytes), .content(let bytes): bytes
            }
        }
    }
}

/// Runs a body that blocks on a thread of its own: the server under test is in this process, and its handlers need the threads
/// of the cooperative pool.
func onOwnThread<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await OwnedThread.run(name: "test", body)
}
