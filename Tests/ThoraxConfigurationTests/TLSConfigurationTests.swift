import DICOMNetwork
import Foundation
import Testing

@testable import ThoraxConfiguration

struct TLSConfigurationTests {
    private func configuration(_ yaml: String) throws -> DaemonConfiguration {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try DaemonConfiguration(file: path, environment: [:])
    }

    @Test(arguments: [
        ("dicom: { port: off }", "dicom.port and dicom.tls.port are both off: no peer could call"),
        (
            "dicom: { tls: { port: 2762 } }",
            "dicom.tls.certificate is missing, which dicom.tls.port needs"
        ),
        (
            "dicom: { tls: { port: 2762, certificate: a.pem } }",
            "dicom.tls.key is missing, which dicom.tls.port needs"
        ),
        (
            "dicom: { tls: { port: 2762, certificate: a.pem, key: a.key } }",
            "dicom.tls.authorities is missing, which dicom.tls.require_client_certificate needs"
        ),
        (
            "peers: [ { name: a, ae_title: A, tls: true } ]",
            "dicom.tls.port is missing, which tls of the peer a needs"
        ),
        (
            "peers: [ { name: a, ae_title: A, host: b, tls: true } ]",
            "dicom.tls.certificate is missing, which tls of the peer a needs"
        ),
    ])
    func `what TLS needs and is not there is an error`(yaml: String, expected: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try configuration(yaml) }
        #expect("\(try #require(error))" == expected)
        #expect(error?.hint.isEmpty == false)
    }
}
