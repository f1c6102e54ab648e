import Foundation
import Testing

@testable import ThoraxConfiguration

struct ConfigurationWarningTests {
    private func configuration(_ yaml: String) -> DaemonConfiguration {
        let reading = ConfigurationReading(text: yaml, path: "x.yaml", environment: [:])
        #expect(reading.errors.isEmpty, "\(reading.errors)")
        return reading.configuration
    }

    @Test(arguments: [
        ("state_directory: state", "relative"),
        ("peers: [{ name: a, ae_title: A, host: h, request_commitment: true }]", "nothing that it could commit to"),
        ("peers: [{ name: a, ae_title: A, permissions: [commit] }]", "no host to which the results are sent"),
        ("dicom: { port: 104 }\npeers: [{ name: a, ae_title: THORAXD, host: 127.0.0.1 }]", "is this node"),
    ])
    func `what is allowed and does not do what it seems to is a warning`(yaml: String, words: String) {
        let warnings = configuration(yaml).warnings
        #expect(warnings.count == 1 && warnings.allSatisfy { $0.description.contains(words) }, "\(warnings)")
    }

    @Test(arguments: [
        "", "peers: [{ name: a, ae_title: A, permissions: [commit], report_on_same_association: true }]",
        "peers: [{ name: a, ae_title: A, host: h, deliver: [basic-text-sr], request_commitment: true }]",
        "peers: [{ name: a, ae_title: THORAXD, host: 127.0.0.1, port: 104 }]",
    ])
    func `what works is no warning`(yaml: String) {
        #expect(configuration(yaml).warnings == [])
    }

    @Test func `an address of another machine is a warning of this machine`() {
        func warnings(_ yaml: String) -> [String] {
            configuration("model: /tmp\n" + yaml).warningsOfMachine.map(\.description)
        }
        // Of the range for documentation (RFC 5737), which no machine has. A kernel that is set so binds any address.
        let setting = try? Data(contentsOf: URL(filePath: "/proc/sys/net/ipv4/ip_nonlocal_bind"))
        let bindsAny = setting?.first == UInt8(ascii: "1")
        #expect(
            warnings("dicom: { address: 192.0.2.7 }")
                == (bindsAny ? [] : ["dicom.address is 192.0.2.7, which no interface of this machine has"]))
        #expect(warnings("web: { address: 192.0.2.7 }").isEmpty, "nothing listens on it")
        for address in ["0.0.0.0", "127.0.0.1", "'::'"] { #expect(warnings("dicom: { address: \(address) }").isEmpty) }
    }

    @Test func `a model that does not exist is a warning of this machine`() {
        let warnings = configuration("model: /nowhere/model").warningsOfMachine
        #expect(warnings.contains { $0.description.contains("/nowhere/model") })
        #expect(configuration("model: /tmp\ndicom: { port: 11112 }").warningsOfMachine == [])
    }
}
