import Testing

@testable import ThoraxConfiguration

struct ConfigurationManualTests {
    @Test func `the manual page has every key, and no line that roff would take for a request`() {
        let lines = ConfigurationManual.text.split(separator: "\n")
        for key in ConfigurationKey.all.map(\.name) + PeerKey.all.map(\.name) {
            #expect(lines.contains { $0.hasPrefix(".B \(key.replacing("-", with: "\\-")): ") }, "\(key)")
        }
        let requests: Set<Substring> = [".TH", ".SH", ".TP", ".B", ".BR", ".I", ".br", ".nf", ".fi"]
        for line in lines where line.hasPrefix(".") {
            #expect(requests.contains(line.prefix { $0 != " " }), "\(line)")
        }
    }
}
