import DICOMNetwork
import Foundation
import Testing

@testable import ThoraxConfiguration

struct ConfigurationReadingTests {
    private func reading(_ yaml: String, environment: [String: String] = [:]) throws -> ConfigurationReading {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return ConfigurationReading(file: path, environment: environment)
    }

    @Test func `everything that is wrong is named, and what is right is read`() throws {
        let reading = try reading(
            """
            log_level: loud
            dicom:
              prot: 104
              idle_seconds: 30
            peers:
              - { name: a b, ae_title: A }
              - { name: c, ae_title: C }
              - { name: d }
            """, environment: ["THORAXD_DICOM_PORT": "eleven"])
        #expect(
            reading.errors.map { "\($0)".split(separator: "yaml ").last ?? "" } == [
                "line 1: log_level is loud, but must be one of trace, debug, info, notice, warning, error, critical",
                "line 3: there is no key dicom.prot",
                "line 6: peers.name is a b, but must be 1 to 64 letters, digits, hyphens, underscores and full stops",
                "line 8: peers.ae_title is missing",
                "environment variable THORAXD_DICOM_PORT: dicom.port is eleven, but must be a number from 0 to 65535, or off",
            ])
        #expect(reading.configuration.idleSeconds == 30)
        #expect(reading.configuration.peers.map(\.name) == ["c"])
        #expect(reading.keysSet == ["log_level", "dicom.idle_seconds", "dicom.port", "peers"])
    }

    @Test(arguments: [
        ("dicom:\n  prot: 1", "dicom.port"), ("port: 1", "dicom.port"), ("dicom:\n  log_level: info", "log_level"),
        ("log_levle: info", "log_level"),
    ])
    func `a slip is answered with the key that was meant`(yaml: String, meant: String) throws {
        let error = try #require(try reading(yaml).errors.first)
        #expect(error.hint.hasPrefix("\(meant) is one"))
    }

    @Test(arguments: [
        ("dicom: 3", "dicom is 3, but must be a section: keys on the lines below it"),
        ("query: [a]", "query is a list, but must be a section"),
        ("dicom: { tls: on }", "dicom.tls is on, but must be a section"),
        ("dicom: { address: eth0 }", "dicom.address is eth0, but must be a numeric address"),
        ("metrics: { address: eth0 }", "metrics.address is eth0, but must be a numeric address"),
    ])
    func `a value that cannot work is named with its key`(yaml: String, words: String) throws {
        let error = try #require(try reading(yaml).errors.first)
        #expect("\(error)".contains("line 1: \(words)"), "\(error)")
        #expect(try reading("metrics: { address: localhost }").errors.isEmpty)
    }

    @Test func `a slip in a variable is an error, and other programs' variables are none`() throws {
        let slip = try #require(try reading("", environment: ["THORAXD_DICOM_PROT": "104"]).errors.first)
        #expect("\(slip)" == "environment variable THORAXD_DICOM_PROT: there is no key THORAXD_DICOM_PROT")
        #expect(slip.hint.hasPrefix("THORAXD_DICOM_PORT is one"))
        #expect(try reading("", environment: ["THORAXD_SHARED_DATA": "x", "HOME": "y"]).errors.isEmpty)
    }

    @Test func `a file of another system's editor is read, and its errors have their lines`() throws {
        let right = try reading("\u{FEFF}log_level: debug\r\ndicom:\r\n  port: 104\r\npeers: []\r\n")
        #expect(right.errors.isEmpty && right.configuration.logLevel == "debug" && right.configuration.dicomPort == 104)
        let wrong = try reading("log_level: info\r\npeers: []\r\n- name: a\r\n")
        let error = try #require(wrong.errors.first)
        #expect("\(error)".contains("line 3") && error.hint.contains("write peers: without []"), "\(error)")
    }
}
