import Auditing
import DICOMNetwork
import Foundation
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct AccessTests {
    @Test func `a search needs a token, and every refusal is JSON with a hint`() async throws {
        let front = try await RunningFront()
        let answer = try await front.send("/studies", token: .some(nil))
        #expect(answer.status == 401 && answer.headers["www-authenticate"] == "Bearer")
        #expect(answer.headers["content-type"] == "application/json")
        let body = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(body["status"] as? Int == 401 && (body["hint"] as? String)?.contains("thoraxctl tokens") == true)
        #expect(body["request"] as? String == answer.headers["x-request-id"])
        #expect(try await front.send("/studies", token: "thx_\(String(repeating: "a", count: 43))").status == 401)
        #expect(try await front.send("/studies").status == 200)
    }

    @Test func `a token is refused from the request after its revocation on, which is a security alert`() async throws {
        let front = try await RunningFront()
        #expect(try await front.send("/studies").status == 200)
        try front.fixture.workList.revokeAccessToken("viewer1", by: "admin")
        #expect(try await front.send("/studies").status == 401)
        let alerts = front.audit.take().compactMap { occurrence -> String? in
            if case .notAuthenticated(_, let reason) = occurrence.what { reason } else { nil }
        }
        #expect(alerts == ["the token viewer1 is revoked"])
        #expect(try await front.send("/studies").status == 401)
        front.sessions.reportRefusals()
        let incidents = try front.fixture.workList.incidents(limit: 9).map(\.message)
        #expect(incidents == ["2 web requests from 127.0.0.1 refused; the latest: the token viewer1 is revoked"])
    }

    @Test func `a token that only stores may not search`() async throws {
        let front = try await RunningFront(scopes: [.store])
        #expect(try await front.send("/studies").status == 403)
    }

    @Test func `a search is on the audit trail under the token's name with its URL`() async throws {
        let front = try await RunningFront()
        _ = try await front.send("/studies?PatientID=P1")
        _ = try await front.send("/studies?PatientID=P1")
        let occurrences = front.audit.take(isLast: true)
        #expect(occurrences.count == 2)
        guard case .queried(let caller, let query) = occurrences[0].what,
            case .queriedAgain(_, _, let count) = occurrences[1].what
        else {
            Issue.record("\(occurrences)")
            return
        }
        #expect(caller == .init(token: "viewer1", address: "127.0.0.1") && count == 1)
        #expect(String(decoding: query.identifier, as: UTF8.self) == "/dicom-web/studies?PatientID=P1")
        let records = try front.fixture.extendTrail(with: occurrences)
        let message = try #require(records.first { $0.event == "110112" }?.message)
        #expect(try XMLLint.complaint(of: message) == nil)
        #expect(try XMLLint.value(of: "//ActiveParticipant[@UserIsRequestor='true']/@UserID", in: message) == "viewer1")
    }

    @Test func `pages of configured origins may read, others may not`() async throws {
        var settings = WebSettings()
        settings.origins = ["https://viewer.example"]
        let front = try await RunningFront(settings)
        let allowed = try await front.send("/studies", headers: ["Origin": "https://viewer.example"])
        #expect(allowed.headers["access-control-allow-origin"] == "https://viewer.example")
        let other = try await front.send("/studies", headers: ["Origin": "https://viewer.example.evil"])
        #expect(other.status == 200 && other.headers["access-control-allow-origin"] == nil)
        let preflight = try await front.send(
            "/studies", method: "OPTIONS", token: .some(nil), headers: ["Origin": "https://viewer.example"])
        #expect(preflight.status == 204 && preflight.headers["allow"] == "GET, POST, HEAD, OPTIONS")
        #expect(preflight.headers["access-control-allow-headers"]?.contains("Authorization") == true)
        // What a viewer needs to ask for a range of a frame, and to go on after 503.
        #expect(preflight.headers["access-control-allow-headers"]?.contains("If-Range") == true)
        for name in ["Warning", "Retry-After", "Content-Range", "ETag"] {
            #expect(allowed.headers["access-control-expose-headers"]?.contains(name) == true, "\(name)")
        }
    }

    @Test func `the audit trail names the client behind a trusted proxy, and ignores the header from other addresses`()
        async throws
    {
        var settings = WebSettings()
        settings.trustedProxies = try ["127.0.0.0/8", "10.0.0.1"].map { try #require(AddressRange($0)) }
        for (settings, forwarded, expected) in [
            (settings, "192.0.2.7", "192.0.2.7"), (settings, "203.0.113.9, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
            (settings, "nonsense", "127.0.0.1"), (WebSettings(), "192.0.2.7", "127.0.0.1"),
        ] {
            let front = try await RunningFront(settings)
            _ = try await front.send("/studies", headers: ["X-Forwarded-For": forwarded])
            guard case .queried(let caller, _)? = front.audit.take().first?.what else {
                Issue.record("no query")
                continue
            }
            #expect(caller.address == expected, "\(forwarded)")
        }
    }

    @Test func `links begin with the public address, whatever the request says`() async throws {
        var settings = WebSettings()
        settings.publicURL = "https://pacs.example/thoraxd"
        let front = try await RunningFront(settings)
        let stored = try await front.store([WebObject.file(1)])
        #expect(stored.text.contains("https://pacs.example/thoraxd/dicom-web/studies/1.2.1"))
        #expect(!stored.text.contains("127.0.0.1"))
        let found = try await front.send(
            "/studies", headers: ["X-Forwarded-Host": "evil.example", "Forwarded": "host=e"])
        #expect(found.values("00081190") == ["https://pacs.example/thoraxd/dicom-web/studies/1.2.1"])
        let metadata = try await front.get("/studies/1.2.1/metadata")
        #expect(metadata.text.contains(#""BulkDataURI":"https://pacs.example/thoraxd/dicom-web/studies/1.2.1/"#))
    }

    @Test func `there is an answer for each path and method`() async throws {
        let front = try await RunningFront()
        let capabilities = try await front.send("", token: .some(nil))
        #expect(capabilities.status == 200)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(capabilities.body)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        #expect(paths.values.reduce(0) { $0 + $1.count } == WebRoute.all.count)
        #expect(paths["/studies/{study}"].map { Set($0.keys) } == ["get", "post"])
        for path in ["/x", "/studies/1.2/x", "/studies/%2e%2e/series/1/x", "/../etc/passwd"] {
            #expect(try await front.send(path).status == 404, "\(path)")
        }
        #expect(try await front.send("/studies/a/series").status == 400)
        #expect(try await front.send("/studies/\(String(repeating: "1", count: 65))/series").status == 400)
        let method = try await front.send("/studies", method: "DELETE")
        #expect(method.status == 405 && method.headers["allow"] == "GET, POST, HEAD, OPTIONS")
        let head = try await front.send("/studies", method: "HEAD")
        #expect(head.status == 200 && head.text.isEmpty && head.headers["content-length"] == "2")
        for (name, value) in [("cache-control", "no-store"), ("x-content-type-options", "nosniff")] {
            #expect(head.headers[name] == value && method.headers[name] == value)
        }
    }
}
