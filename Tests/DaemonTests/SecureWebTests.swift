import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// A real daemon whose web listener has a certificate that ends soon.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct SecureWebTests {
    @Test func `web clients are served over TLS, and the end of the certificate is warned about`() async throws {
        let directory = try TemporaryDirectory()
        let certificates = try Certificates(in: directory.url)
        try certificates.issue("web", days: 20, for: "IP:127.0.0.1")
        let daemon = try TestDaemon(
            "web: { port: 0, tls: { certificate: \(certificates.path("web.pem")), key: \(certificates.path("web.key")) } }"
        )
        func ctl(_ arguments: [String]) throws -> String {
            try run(
                builtPrograms.appending(path: "thoraxctl").path,
                arguments + [
                    "--config", "\(daemon.directory)/thoraxd.yaml", "--state-directory", daemon.stateDirectory,
                ]
            ).output
        }
        let port = try #require(daemon.log.firstMatch(of: /port=(\d+)[^\n]* DICOMweb/)).1
        let token = try ctl(["tokens", "add", "viewer1"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let answer = try Tool.run(
            "curl",
            [
                "-sS", "--cacert", certificates.path("authority.pem"), "-H", "Authorization: Bearer \(token)",
                "https://127.0.0.1:\(port)/dicom-web/studies",
            ])
        #expect(answer.output == "[]", "\(answer.output)")
        try await waitUntil { try ctl(["status"]).contains("the certificate of web.tls expires at") }
        let check = try ctl(["check"])
        #expect(check.contains("web certificate") && check.contains("it expires in 19 days"), "\(check)")
    }
}
