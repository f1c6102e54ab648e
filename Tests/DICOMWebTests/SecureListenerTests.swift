import DICOMTestPeer
import Foundation
import Logging
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb
@testable import HTTPListening

/// The listener with a certificate of its own.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct SecureListenerTests {
    private let directory: TemporaryDirectory
    private let certificates: Certificates
    private let files: ServerCertificate.Files
    private let authority: String

    init() throws {
        directory = try TemporaryDirectory()
        certificates = try Certificates(in: directory.url)
        try certificates.issue("server", for: "IP:127.0.0.1")
        files = .init(certificate: certificates.path("server.pem"), key: certificates.path("server.key"))
        authority = certificates.path("authority.pem")
    }

    private func curl(_ node: RunningFront, _ path: String, _ more: [String] = []) async throws -> (Int32, String) {
        let arguments = ["-sS", "-i", "--cacert", authority, "-H", "Authorization: Bearer \(node.token)"] + more
        let address = node.base + path
        return try await onOwnThread {
            let tool = try run("/usr/bin/curl", arguments + [address], in: packageRoot)
            return (tool.status, tool.output)
        }
    }

    @Test(arguments: ["1.2", "1.3"])
    func `a client that knows the authority is served over TLS, with links that begin with https`(
        version: String
    ) async throws {
        let node = try await RunningFront(certificate: files)
        let body = directory.url.appending(path: "body")
        try Data(
            Array("--b\r\nContent-Type: application/dicom\r\n\r\n".utf8) + WebObject.file(1) + Array("\r\n--b--".utf8)
        ).write(to: body)
        let own = ["--tlsv\(version)", "--tls-max", version]
        let stored = try await curl(
            node, "/studies",
            own + ["-H", "Content-Type: multipart/related; boundary=b", "--data-binary", "@\(body.path)"])
        #expect(stored.0 == 0 && stored.1.contains("\(node.base)/studies/1.2.1"), "\(stored.1)")
        #expect(node.base.hasPrefix("https://127.0.0.1:"))
        let found = try await curl(node, "/studies", own)
        #expect(found.1.contains("200 OK") && found.1.lowercased().contains("strict-transport-security: max-age="))
        let unknown = try await curl(node, "/studies", ["--cacert", certificates.path("other.pem")])
        #expect(unknown.0 != 0, "\(unknown.1)")
    }

    @Test(arguments: [
        ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_2", "-cipher", "AES128-SHA:AES256-SHA:@SECLEVEL=0"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"],
    ])
    func `earlier versions and ciphers without forward secrecy or authentication are refused`(
        offer: [String]
    ) async throws {
        let node = try await RunningFront(certificate: files)
        func handshake(_ offer: [String]) async throws -> String {
            let arguments = ["s_client", "-connect", "127.0.0.1:\(node.server.port)", "-brief"] + offer
            return try await onOwnThread {
                try run("/usr/bin/bash", ["-c", "openssl \"$@\" < /dev/null", "openssl"] + arguments, in: packageRoot)
                    .output
            }
        }
        #expect(try await !handshake(offer).contains("CONNECTION ESTABLISHED"))
        #expect(try await handshake(["-tls1_2"]).contains("CONNECTION ESTABLISHED"))
    }

    @Test func `plain HTTP is closed, and others are served`() async throws {
        let node = try await RunningFront(certificate: files)
        let port = UInt16(node.server.port)
        let isEnded = try await onOwnThread {
            let socket = try TestSocket(port: port)
            try socket.send(Array("GET /dicom-web/studies HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
            var answer: [UInt8] = []
            while let byte = try socket.receive(1) { answer += byte }
            return !answer.starts(with: "HTTP".utf8)
        }
        #expect(isEnded)
        #expect(try await curl(node, "/studies").1.contains("200 OK"))
    }

    @Test func `a new certificate is used from the next connection on, and open connections stay`() async throws {
        let node = try await RunningFront(certificate: files)
        try certificates.issue("next", for: "IP:127.0.0.1")
        let arguments = [node.base, node.token, directory.url.path]
        let tool = try await onOwnThread {
            try Tool.run("python3", [packageRoot.appending(path: "Tests/Peers/certificates.py").path] + arguments)
        }
        #expect(tool.status == 0, "\(tool.output)")
    }

    @Test func `a key of another certificate changes nothing, and is an incident until it is mended`() async throws {
        let node = try await RunningFront(certificate: files)
        try certificates.issue("other-server", for: "IP:127.0.0.1")
        let own = try Data(contentsOf: URL(filePath: files.key))
        let other = try Data(contentsOf: URL(filePath: certificates.path("other-server.key")))
        try other.write(to: URL(filePath: files.key))
        #expect(try await curl(node, "/studies").1.contains("200 OK"))
        let incident = try #require(try node.workList.openIncidents(limit: 9).first)
        #expect(incident.message.contains("keeping the previous certificate"), "\(incident)")
        try own.write(to: URL(filePath: files.key))
        #expect(try await curl(node, "/studies").1.contains("200 OK"))
        #expect(try node.workList.openIncidents(limit: 9).isEmpty)
    }

    @Test func `files that cannot be used keep the listener from starting, with what to do`() async throws {
        let fixture = try Fixture()
        let incidents = IncidentLog(
            "web", in: fixture.workList, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        func refusal(_ files: ServerCertificate.Files) -> String? {
            let certificate = ServerCertificate(files, incidents: incidents)
            #expect(certificate.expiry == nil)
            do throws(HTTPServerError) { _ = try certificate.configuration() } catch { return "\(error) \(error.hint)" }
            return nil
        }
        let missing = refusal(.init(certificate: "/nowhere.pem", key: files.key))
        #expect(missing?.contains("/nowhere.pem cannot be read") == true)
        #expect(refusal(.init(certificate: authority, key: files.key))?.contains("its own key") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: files.key)
        #expect(refusal(files)?.contains("chmod 640") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: files.key)
        let expiry = try #require(ServerCertificate(files, incidents: incidents).expiry)
        #expect(expiry > .now + 29 * 86_400 && expiry < .now + 31 * 86_400)
    }
}
