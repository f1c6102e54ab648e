import Auditing
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Logging
import Platform
import TestHarness
import WorkList
import WorkListDatabase

/// A work list, certificates, and collectors to hand its audit trail to.
final class CollectorFixture {
    let directory: TemporaryDirectory
    let certificates: Certificates
    let workList: WorkListStore
    static let source = AuditSource(aeTitle: "THORAXD", host: "node.example", processID: 42, peers: [:])

    /// Certificates `collector` and `client` of one authority.
    init() throws {
        directory = try TemporaryDirectory()
        certificates = try Certificates(in: directory.url)
        try certificates.issue("collector", for: "IP:127.0.0.1,DNS:localhost")
        try certificates.issue("client")
        workList = try WorkListStore(stateDirectory: directory.url.appending(path: "state").path)
    }

    /// Puts so many messages on the trail.
    func append(_ count: Int, reason: String = "unknown") throws {
        _ = try workList.extendAuditTrail(
            with: (0..<count).map { _ in
                AuditOccurrence(.rejected(.init(aeTitle: "X", address: "10.0.0.1"), reason: reason))
            }, of: Self.source)
    }

    /// OpenSSL's own server, which keeps the bytes that it is sent in the file `received`.
    func openssl(_ certificate: String = "collector", on port: UInt16? = nil) throws -> RunningTool {
        try RunningTool("/bin/sh", on: port, in: directory.url) { port in
            [
                "-c",
                """
                rm -f input; mkfifo input; exec 0<>input; exec openssl s_server -accept \(port) -quiet \
                -cert \(certificate).pem -key \(certificate).key -CAfile authority.pem >>received 2>errors
                """,
            ]
        }
    }

    var received: [UInt8] {
        [UInt8]((try? Data(contentsOf: directory.url.appending(path: "received"))) ?? Data())
    }

    /// Hands the trail to a collector while `body` runs.
    func handingOver(
        to host: String = "127.0.0.1", port: UInt16, authority: String = "authority", client: String? = nil,
        _ body: () throws -> Void
    ) throws {
        let files = TLSFiles(
            certificate: client.map { certificates.path("\($0).pem") } ?? "",
            key: client.map { certificates.path("\($0).key") } ?? "", authorities: certificates.path("\(authority).pem")
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let lane = SyslogLane(
            to: .init(host: host, port: port, security: try .requestor(files, logger: logger)), source: Self.source,
            workList: workList, logger: logger)
        try OwnedThread.start(name: "syslog") { lane.run() }
        defer {
            lane.stop()
            _ = eventually { lane.hasEnded }
        }
        try body()
    }
}

/// Takes apart frames that have their length before them (RFC 5425 4.3).
func frames(in bytes: [UInt8]) -> [String] {
    var rest = bytes[...]
    var frames: [String] = []
    while let space = rest.firstIndex(of: 0x20),
        let length = Int(String(decoding: rest[..<space], as: UTF8.self)), rest.count > space - rest.startIndex + length
    {
        frames.append(String(decoding: rest[(space + 1)..<(space + 1 + length)], as: UTF8.self))
        rest = rest[(space + 1 + length)...]
    }
    return frames
}
