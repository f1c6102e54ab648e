import DICOMCore
import Foundation
import FilmSelection
import Testing

@testable import ThoraxConfiguration

struct ConfigurationTests {
    private func configuration(_ yaml: String, environment: [String: String] = [:]) throws -> DaemonConfiguration {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try DaemonConfiguration(file: path, environment: environment)
    }

    private func error(_ yaml: String, environment: [String: String] = [:]) -> ConfigurationError? {
        do {
            _ = try configuration(yaml, environment: environment)
            return nil
        } catch {
            return error as? ConfigurationError
        }
    }

    @Test func `an empty file and no file give the defaults`() throws {
        #expect(try configuration("") == DaemonConfiguration())
        #expect(try configuration("# nothing but a comment\n") == DaemonConfiguration())
        #expect(try DaemonConfiguration(file: nil, environment: [:]) == DaemonConfiguration())
    }

    @Test func `the environment overrides the file and the file overrides the defaults`() throws {
        let yaml = "dicom:\n  port: 104\n  ae_title: CXRDRAFT\neligibility:\n  views: [pa]\n"
        let read = try configuration(
            yaml, environment: ["THORAXD_DICOM_PORT": "4242", "THORAXD_ELIGIBILITY_MODALITIES": "cr, dx", "OTHER": "1"])
        #expect(read.dicomPort == 4242)
        #expect(read.aeTitle.description == "CXRDRAFT")
        #expect(read.eligibility.views == ["PA"])
        #expect(read.eligibility.modalities == ["CR", "DX"])
        #expect(read.maximumAssociations == DaemonConfiguration().maximumAssociations)
    }

    @Test(arguments: ["", "ISO_IR 144", "\\ISO 2022 IR 87", "GB18030"])
    func `the character set of text that declares none is one that the node reads, or none`(terms: String) throws {
        #expect(try configuration("dicom:\n  default_character_set: '\(terms)'").defaultCharacterSet == terms)
    }

    @Test func `an unknown key is an error that names its line`() throws {
        let unknown = try #require(error("dicom:\n  port: 104\n  prot: 105\n"))
        #expect("\(unknown)".hasSuffix("line 3: there is no key dicom.prot"))
        #expect("\(try #require(error("page:\n  port: 1\n")))".contains("there is no key page"))
        #expect("\(try #require(error("prot: 1\n")))".contains("line 1"))
    }

    @Test(arguments: [
        ("dicom:\n  port: 70000", "a number from 0 to 65535, or off"),
        ("dicom:\n  port:", "a number from 0 to 65535, or off"),
        ("dicom:\n  ae_title: ''", "1 to 16 printable characters"),
        ("dicom:\n  ae_title: ABCDEFGHIJKLMNOPQ", "1 to 16 printable characters"),
        ("dicom:\n  check_called_ae_title: perhaps", "true or false"),
        (
            "dicom:\n  default_character_set: WINDOWS-1252",
            "defined terms of Specific Character Set that this node reads, separated by \\, or ''"
        ),
        ("log_level: loud", "one of trace, debug, info, notice, warning, error, critical"),
        ("intake:\n  quiet_period_seconds: -1", "a number from 0 to 86400"),
        ("eligibility:\n  views: []", "at least one view position"), ("state_directory: ''", "one text"),
    ])
    func `a wrong value is an error that says what is right`(yaml: String, expected: String) throws {
        #expect("\(try #require(error(yaml)))".hasSuffix("must be \(expected)"))
    }

    @Test func `a wrong value in the environment names the variable`() throws {
        let wrong = try #require(error("", environment: ["THORAXD_DICOM_PORT": "eleven"]))
        #expect("\(wrong)".hasPrefix("environment variable THORAXD_DICOM_PORT: dicom.port is eleven, but must be"))
    }

    @Test(arguments: ["a: [", "- one\n- two", "just text"])
    func `what is no mapping of keys is an error`(yaml: String) throws {
        let wrong = try #require(error(yaml))
        guard case .notYAML = wrong else {
            Issue.record("\(wrong)")
            return
        }
    }

    @Test func `a list under empty brackets, and a key given twice, are named by line with what to write`() throws {
        let list = try #require(error("peers: []\n  - { name: a, ae_title: A }\n"))
        #expect("\(list)".contains("line 2: not YAML"))
        #expect(list.hint.contains("peers: without []"))
        let twice = try #require(error("model: a\nmodel: b\n"))
        #expect("\(twice)".hasSuffix("not YAML: model is given more than once"))
        #expect(!"\(twice)".contains("\n"))
    }

    @Test(arguments: ["dicom:\n# port: 1\n", "dicom:\n  tls:\n    # port: 1\nreporter:\n"])
    func `a section whose keys are all comments is empty`(yaml: String) throws {
        #expect(try configuration(yaml) == DaemonConfiguration())
    }

    @Test(arguments: ["eth0", "node.example", "10.0.0.0/8"])
    func `the address to listen on is numeric`(address: String) throws {
        let wrong = try #require(error("dicom: { address: \(address) }"))
        #expect(
            "\(wrong)".hasSuffix(
                "dicom.address is \(address), but must be a numeric address such as 0.0.0.0, :: or 127.0.0.1"))
    }

    @Test func `a file that is not there is an error`() {
        #expect(throws: ConfigurationError.self) {
            try DaemonConfiguration(file: "/nowhere/thoraxd.yaml", environment: [:])
        }
    }
}
