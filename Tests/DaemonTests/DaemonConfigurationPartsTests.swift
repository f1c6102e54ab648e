import Auditing
import DICOMNetwork
import DICOMTestPeer
import DICOMServices
import Foundation
import Logging
import TestHarness
import Testing
import ThoraxConfiguration
import WorkListDatabase

@testable import Daemon

struct DaemonConfigurationPartsTests {
    /// Settings of the node by a configuration file with this text.
    private func settings(_ yaml: String) throws -> DICOMNode.Settings {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try DaemonConfiguration(file: path, environment: [:]).node(knowing: PeerDirectory([]))
    }

    private let files = "certificate: a.pem, key: a.key"

    @Test func `a port for TLS is served beside the other one, or as the only one`() throws {
        let both = try settings("dicom: { tls: { port: 2762, \(files), authorities: ca.pem } }")
        #expect(both.port == 11112)
        #expect(both.secure?.port == 2762)
        #expect(both.secure?.requiresClientCertificate == true)
        #expect(both.secure?.files.authorities == "ca.pem")
        let only = try settings(
            "dicom: { port: off, tls: { port: 0, \(files), require_client_certificate: false } }")
        #expect(only.port == nil)
        #expect(only.secure?.files.authorities == nil)
        #expect(try settings("").secure == nil)
    }

    @Test func `the certificate of calls is known, and so is that of the collector of audit messages`() throws {
        let folder = try TemporaryDirectory()
        let certificates = try Certificates(in: folder.url)
        try certificates.issue("node", days: 20)
        chmod(certificates.path("node.key"), 0o600)
        let pair = "certificate: \(certificates.path("node.pem")), key: \(certificates.path("node.key"))"
        let files = "\(pair), authorities: \(certificates.path("authority.pem"))"
        let yaml = "dicom: { tls: { \(files) } }\naudit: { syslog: { host: 127.0.0.1, \(files) } }"
        let reading = ConfigurationReading(text: yaml, path: "x.yaml", environment: [:])
        #expect(reading.errors.isEmpty, "\(reading.errors)")
        let logger = Logger(label: "test")
        let workList = try WorkListStore(stateDirectory: folder.url.appending(path: "state").path)
        let lane = reading.configuration.syslogLane(from: workList, logger: logger)
        let requestor = reading.configuration.callingRequestor(logger: logger)
        for expiry in [lane?.certificateExpiry, requestor.certificateExpiry] {
            let days = try #require(expiry).timeIntervalSinceNow / 86_400
            #expect((19...20).contains(days))
        }
    }
}
