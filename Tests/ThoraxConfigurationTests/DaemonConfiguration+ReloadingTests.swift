import DICOMNetwork
import Logging
import Reporting
import Testing

@testable import ThoraxConfiguration

struct ConfigurationReloadingTests {
    @Test func `what can change is taken up and the rest is named`() throws {
        let now = DaemonConfiguration()
        var other = now
        other.logLevel = "debug"
        other.unknownPeers = .learn
        other.peers = [Peer(name: "archive", aeTitle: now.aeTitle)]
        other.reporter.threads = 1
        other.dicomPort = 104
        other.maximumResults = 5
        let next = now.applying(other)
        #expect(next.keysDiffering(from: other) == ["dicom.port", "query.maximum_results"])
        #expect(next.peers == other.peers)
        #expect(next.reporter.threads == 1)
        #expect(next.dicomPort == now.dicomPort)
        #expect(next.keysDiffering(from: next).isEmpty)
    }

    @Test func `a node with a certificate can call peers over TLS that come later`() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var configuration = DaemonConfiguration()
        #expect(throws: Never.self) { try configuration.requestor(forOtherPeers: true, logger: logger) }
        configuration.tls.certificate = "/nowhere/certificate.pem"
        configuration.tls.key = "/nowhere/key.pem"
        configuration.tls.authorities = "/nowhere/authorities.pem"
        #expect(throws: Never.self) { try configuration.requestor(logger: logger) }
        // It is read at the start, and these files are none.
        #expect(throws: NetworkError.self) { try configuration.requestor(forOtherPeers: true, logger: logger) }
    }
}
