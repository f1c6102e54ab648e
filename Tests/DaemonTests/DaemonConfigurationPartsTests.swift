import DICOMNetwork
import DICOMServices
import Foundation
import Testing
import ThoraxConfiguration

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
}
