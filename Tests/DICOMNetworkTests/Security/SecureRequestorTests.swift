import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Logging
import TestHarness
import Testing

/// The node as requestor of associations over TLS.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct SecureRequestorTests {
    let directory: TemporaryDirectory
    let certificates: Certificates
    let title: AETitle

    init() throws {
        directory = try TemporaryDirectory()
        certificates = try Certificates(in: directory.url)
        try certificates.issue("node")
        try certificates.issue("archive")
        title = try #require(AETitle("THORAXD"))
    }

    private func requestor(certificate: String = "node", trusting authority: String = "authority") throws
        -> AssociationRequestor
    {
        let files = TLSFiles(
            certificate: certificates.path("\(certificate).pem"), key: certificates.path("\(certificate).key"),
            authorities: certificates.path("\(authority).pem"))
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return AssociationRequestor(callingAETitle: title, security: try .requestor(files, logger: silent))
    }

    private func archive(_ certificate: String = "archive", trusting authority: String = "authority") throws
        -> (RunningTool, Peer)
    {
        let tool = try RunningTool.storescp(
            [
                "+tls", certificates.path("\(certificate).key"), certificates.path("\(certificate).pem"), "+cf",
                certificates.path("\(authority).pem"),
            ], keeping: directory.url)
        var peer = Peer(name: "archive", aeTitle: try #require(AETitle("ARCHIVE")))
        peer.host = "127.0.0.1"
        peer.port = tool.port
        peer.usesTLS = true
        return (tool, peer)
    }

    @Test func `opens associations with a peer that requires a certificate`() throws {
        let (tool, peer) = try archive()
        defer { withExtendedLifetime(tool) {} }
        let requestor = try requestor()
        for _ in 0..<3 { #expect(try requestor.verify(peer) == .success) }
    }

    @Test func `refuses a peer whose certificate comes from another authority, or has expired`() throws {
        try certificates.issue("stranger", by: "other")
        try certificates.issue("old", days: -1)
        for (certificate, reason) in [("stranger", "unable to get local issuer"), ("old", "has expired")] {
            let (tool, peer) = try archive(certificate)
            defer { withExtendedLifetime(tool) {} }
            let requestor = try requestor()
            let error = #expect(throws: NetworkError.self) { try requestor.verify(peer) }
            guard case .tls(let text)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(text.contains(reason), "\(text)")
        }
    }

    @Test func `calls a peer with certificate names only if its certificate has one, by DNS or else by common name`()
        throws
    {
        try certificates.issue("named", for: "DNS:pacs.example")
        for (certificate, own) in [("archive", "archive"), ("named", "pacs.example")] {
            var (tool, peer) = try archive(certificate)
            defer { withExtendedLifetime(tool) {} }
            let requestor = try requestor()
            peer.certificateNames = ["x", own.uppercased()]
            #expect(try requestor.verify(peer) == .success)
            peer.certificateNames = ["named"]
            let stranger = peer
            #expect(throws: NetworkError.tls("its certificate names \(own), not archive")) {
                try requestor.verify(stranger)
            }
        }
    }

    @Test func `reports that the peer rejects its certificate`() throws {
        try certificates.issue("stranger", by: "other")
        let (tool, peer) = try archive()
        defer { withExtendedLifetime(tool) {} }
        let requestor = try requestor(certificate: "stranger")
        let error = #expect(throws: NetworkError.self) { try requestor.verify(peer) }
        guard case .tls(let text)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("unknown ca") || text.contains("certificate"), "\(text)")
    }

    @Test func `reports a peer without TLS, and one with TLS on a plain connection`() throws {
        let plain = try RunningTool.storescp(keeping: directory.url)
        var (tool, peer) = try archive()
        defer { withExtendedLifetime(tool) {} }
        let (unsecured, secured) = (AssociationRequestor(callingAETitle: title), try requestor())
        let secure = peer
        #expect(throws: NetworkError.tls("this node has no certificate")) { try unsecured.verify(secure) }
        peer.port = plain.port
        let wrong = peer
        #expect(throws: NetworkError.self) { try secured.verify(wrong) }
        var plainly = secure
        plainly.usesTLS = false
        let called = plainly
        #expect(throws: NetworkError.self) { try secured.verify(called) }
    }

    @Test func `a silent peer is abandoned at the deadline`() throws {
        let listening = try RunningTool("/usr/bin/python3") { port in
            ["-c", "import socket,time;s=socket.create_server(('127.0.0.1',\(port)));time.sleep(60)"]
        }
        var peer = Peer(name: "silent", aeTitle: title)
        peer.host = "127.0.0.1"
        peer.port = listening.port
        peer.usesTLS = true
        let files = TLSFiles(
            certificate: certificates.path("node.pem"), key: certificates.path("node.key"),
            authorities: certificates.path("authority.pem"))
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var deadlines = Deadlines()
        deadlines.request = 300
        let requestor = AssociationRequestor(
            callingAETitle: title, security: try .requestor(files, logger: silent), deadlines: deadlines)
        let target = peer
        #expect(throws: NetworkError.timedOut(while: .requesting)) { try requestor.verify(target) }
    }
}
