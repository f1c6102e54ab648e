import Foundation
import TestHarness
import Testing

@testable import ThoraxConfiguration

struct ConfigurationFileTests {
    @Test func `etc thoraxd yaml is the program's, and reading it changes no default`() throws {
        let path = packageRoot.appending(path: "etc/thoraxd.yaml")
        #expect(try String(contentsOf: path, encoding: .utf8) == ConfigurationFile.text, "run `make configuration`")
        let reading = ConfigurationReading(file: path.path, environment: [:])
        #expect(reading.errors.isEmpty)
        #expect(reading.configuration == DaemonConfiguration())
        #expect(reading.keysSet == Set(ConfigurationKey.all.map(\.name) + ["peers"]))
    }

    @Test func `no line is longer than a screen is wide`() {
        for line in ConfigurationFile.text.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    }

    @Test func `the example of a peer is a peer and shows every key`() throws {
        let lines = ConfigurationFile.text.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("#   - name:") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("peers:") })
        let example = lines[start..<end].map { String($0.dropFirst(2)) }.joined(separator: "\n")
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        let tls = "dicom: { tls: { certificate: a.pem, key: a.key, authorities: ca.pem } }"
        try Data("\(tls)\npeers:\n\(example)\n".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try DaemonConfiguration(file: path, environment: [:]).peers.count == 1)
        for key in PeerKey.all { #expect(example.contains("\(key.name): "), "\(key.name)") }
    }
}
