import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Logging
import TestHarness
import Testing

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// The node's TLS port, with DCMTK's and OpenSSL's tools as peers.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct TLSContextTests {
    let acceptor = RecordingAcceptor()
    let directory: TemporaryDirectory
    let certificates: Certificates

    init() throws {
        directory = try TemporaryDirectory()
        certificates = try Certificates(in: directory.url)
        try certificates.issue("node")
        try certificates.issue("modality")
    }

    private func files(_ name: String, authorities: String? = "authority") -> TLSFiles {
        TLSFiles(
            certificate: certificates.path("\(name).pem"), key: certificates.path("\(name).key"),
            authorities: authorities.map { certificates.path("\($0).pem") })
    }

    private func listener(
        requiringCertificate: Bool = true, deadlines: Deadlines = Deadlines()
    ) throws -> RunningListener {
        let files = files("node", authorities: requiringCertificate ? "authority" : nil)
        return try RunningListener(
            acceptor, security: try .acceptor(files, requiresCertificate: requiringCertificate, logger: silent),
            deadlines: deadlines)
    }

    private func echo(_ port: UInt16, _ options: [String]) throws -> Tool {
        try Tool.run("echoscu", options + ["-to", "5", "-ta", "5", "-aec", "THORAXD", "127.0.0.1", "\(port)"])
    }

    private func options(_ name: String, trusting authority: String = "authority") -> [String] {
        [
            "+tls", certificates.path("\(name).key"), certificates.path("\(name).pem"), "+cf",
            certificates.path("\(authority).pem"),
        ]
    }

    private var anonymous: [String] { ["--anonymous-tls", "+cf", certificates.path("authority.pem")] }

    private func failure() async throws -> String {
        guard
            case .didNotOpen(.tls(let reason)) = try await acceptor.waitFor({
                if case .didNotOpen(.tls) = $0 { true } else { false }
            })
        else { return "" }
        return reason
    }

    @Test func `serves a peer with a certificate of the authority`() async throws {
        let running = try listener()
        let tool = try echo(running.port, options("modality"))
        #expect(tool.status == 0, "\(tool.output)")
        _ = try await acceptor.waitFor { $0 == .released }
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "scripts/python-peers.sh makes .venv-peers"))
    func `serves pynetdicom with a certificate of the authority`() throws {
        let running = try listener()
        let program = """
            from ssl import Purpose, create_default_context
            from sys import argv
            from pynetdicom import AE
            authority, certificate, key, port = argv[1:]
            context = create_default_context(Purpose.SERVER_AUTH, cafile=authority)
            context.check_hostname = False
            context.load_cert_chain(certificate, key)
            ae = AE("MODALITY")
            ae.add_requested_context("1.2.840.10008.1.1")
            association = ae.associate("127.0.0.1", int(port), ae_title="THORAXD", tls_args=(context, None))
            assert association.is_established
            assert association.send_c_echo().Status == 0
            association.release()
            assert association.is_released
            """
        let tool = try Tool.run(
            PythonPeer.python,
            [
                "-c", program, certificates.path("authority.pem"), certificates.path("modality.pem"),
                certificates.path("modality.key"), "\(running.port)",
            ])
        #expect(tool.status == 0, "\(tool.output)")
    }

    @Test func `refuses a peer without a certificate if one is required`() async throws {
        let strict = try listener()
        #expect(try echo(strict.port, anonymous).status != 0)
        #expect(try await failure().contains("peer did not return a certificate"))
        let open = try listener(requiringCertificate: false)
        let tool = try echo(open.port, anonymous)
        #expect(tool.status == 0, "\(tool.output)")
    }

    @Test func `a certificate from an unknown authority is ignored if none is required`() throws {
        try certificates.issue("stranger", by: "other")
        let open = try listener(requiringCertificate: false)
        let tool = try echo(open.port, options("stranger"))
        #expect(tool.status == 0, "\(tool.output)")
    }

    @Test func `refuses a certificate from another authority`() async throws {
        try certificates.issue("stranger", by: "other")
        let running = try listener()
        #expect(try echo(running.port, options("stranger")).status != 0)
        #expect(try await failure().contains("certificate"))
    }

    @Test func `refuses a certificate that has expired`() async throws {
        try certificates.issue("old", days: -1)
        let running = try listener()
        #expect(try echo(running.port, options("old")).status != 0)
        #expect(try await failure().contains("certificate has expired"))
    }

    @Test func `a peer that does not trust the node's authority is logged`() async throws {
        let running = try listener()
        #expect(try echo(running.port, options("modality", trusting: "other")).status != 0)
        #expect(try await failure().contains("unknown ca"))
    }

    @Test(arguments: [
        (["-tls1_1"], false), (["-tls1"], false), (["-tls1_2"], true), (["-tls1_3"], true),
        (["-tls1_2", "-cipher", "AES256-GCM-SHA384:AES128-SHA"], false),
        (["-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384:ECDHE-RSA-CHACHA20-POLY1305"], false),
        (["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"], true),
    ])
    func `speaks TLS 1.2 and 1.3 with the suites of BCP 195 and nothing less`(
        arguments: [String], isServed: Bool
    ) throws {
        let running = try listener(requiringCertificate: false)
        let tool = try Tool.run(
            "openssl", ["s_client", "-connect", "127.0.0.1:\(running.port)", "-brief"] + arguments)
        #expect((tool.status == 0) == isServed, "\(tool.output)")
        #expect(tool.output.contains("CONNECTION ESTABLISHED") == isServed, "\(tool.output)")
    }

    @Test func `closes a plain connection at once and keeps serving`() async throws {
        let running = try listener()
        #expect(try echo(running.port, []).status != 0)
        #expect(try await failure().contains("wrong version number"))
        #expect(try echo(running.port, options("modality")).status == 0)
    }

    @Test func `closes a TLS connection to the plain port and keeps serving`() async throws {
        let plain = try RunningListener(acceptor)
        #expect(try echo(plain.port, options("modality")).status != 0)
        #expect(try await failure().contains("the peer speaks TLS"))
        #expect(try echo(plain.port, []).status == 0)
    }

    @Test func `a peer with an incomplete handshake delays no other and is closed`() throws {
        var deadlines = Deadlines()
        deadlines.request = 2000
        let running = try listener(deadlines: deadlines)
        let silent = try (0..<100).map { _ in try TestSocket(port: running.port) }
        let half = try TestSocket(port: running.port)
        // The beginning of a ClientHello that never continues.
        try half.send([0x16, 0x03, 0x01, 0x01, 0x00, 0x01, 0x00, 0x00, 0xFC])
        #expect(try echo(running.port, options("modality")).status == 0)
        #expect(silent.allSatisfy { $0.isEndedByOther() })
        while !half.isEndedByOther() {}
    }

    @Test func `receives large objects byte for byte`() async throws {
        let object = directory.url.appending(path: "large.dcm")
        try SampleRadiograph.write(to: object, pixelBytes: 8 << 20)
        let running = try listener()
        let tool = try Tool.run(
            "storescu", options("modality") + ["-aec", "THORAXD", "127.0.0.1", "\(running.port)", object.path])
        #expect(tool.status == 0, "\(tool.output)")
        let event = try await acceptor.waitFor { if case .received = $0 { true } else { false } }
        guard case .received(_, let dataSet) = event else { return }
        #expect(try SampleRadiograph.dataSet(of: object) == dataSet)
    }

    @Test func `a new certificate is used without a restart, a broken one is not`() throws {
        let running = try listener(requiringCertificate: false)
        func subject() throws -> String {
            let tool = try Tool.run(
                "openssl", ["s_client", "-connect", "127.0.0.1:\(running.port)", "-tls1_2", "-brief"])
            return tool.output.split(separator: "\n").first { $0.hasPrefix("Peer certificate:") }.map(String.init) ?? ""
        }
        #expect(try subject() == "Peer certificate: CN = node")
        try certificates.issue("renewed")
        func replace(_ ending: String, with contents: Data) throws {
            try contents.write(to: URL(filePath: certificates.path("node.\(ending)")))
        }
        try replace("pem", with: Data("no certificate".utf8))
        #expect(try subject() == "Peer certificate: CN = node")
        for ending in ["pem", "key"] {
            try replace(ending, with: Data(contentsOf: URL(filePath: certificates.path("renewed.\(ending)"))))
        }
        #expect(try subject() == "Peer certificate: CN = renewed")
    }

    @Test func `files that cannot be used are an error with a hint`() throws {
        try certificates.issue("another")
        try certificates.issue("open")
        var mixed = files("node")
        mixed.key = certificates.path("another.key")
        var missing = files("node")
        missing.authorities = "/nowhere/authorities.pem"
        var openKey = files("open")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: openKey.key)
        var noKey = files("node")
        noKey.key = certificates.path("node.pem")
        for (wrong, part) in [
            (mixed, "the key: key values mismatch"), (missing, "/nowhere/authorities.pem cannot be read"),
            (openKey, "is open to every user"), (noKey, "node.pem is open to every user"),
        ] {
            let error = #expect(throws: NetworkError.self) {
                try TLSContext.acceptor(wrong, requiresCertificate: true, logger: silent)
            }
            let text = "\(try #require(error))"
            #expect(text.contains(part), "\(text)")
            #expect(error?.hint.isEmpty == false)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: openKey.key)
        _ = try TLSContext.acceptor(openKey, requiresCertificate: true, logger: silent)
        openKey.authorities = nil
        _ = try TLSContext.acceptor(openKey, requiresCertificate: false, logger: silent)
    }
}
