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

    @Test func `a certificate that cannot be used ends calls to peers over TLS, and no others`() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var configuration = DaemonConfiguration()
        configuration.tls.certificate = "/nowhere/certificate.pem"
        configuration.tls.key = "/nowhere/key.pem"
        configuration.tls.authorities = "/nowhere/authorities.pem"
        #expect(throws: Never.self) { try configuration.requestor(logger: logger) }
        var archive = Peer(name: "archive", aeTitle: configuration.aeTitle)
        (archive.host, archive.port) = ("127.0.0.1", 1)
        let requestor = configuration.callingRequestor(logger: logger)
        func reason() -> NetworkError? {
            do throws(NetworkError) {
                _ = try requestor.open(to: archive, proposing: [])
                return nil
            } catch {
                return error
            }
        }
        guard case .unreachable = reason() else {
            Issue.record("\(String(describing: reason()))")
            return
        }
        // It is named, and may pass: the delivery is tried again.
        archive.usesTLS = true
        guard case .tls(let text) = reason() else {
            Issue.record("\(String(describing: reason()))")
            return
        }
        #expect(text.contains("/nowhere/certificate.pem cannot be read"))
        configuration.peers = [archive]
        #expect(throws: NetworkError.self) { try configuration.requestor(logger: logger) }
    }
}
