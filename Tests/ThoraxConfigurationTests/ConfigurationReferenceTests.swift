import Foundation
import TestHarness
import Testing

@testable import ThoraxConfiguration

struct ConfigurationReferenceTests {
    @Test func `the page in docs is the program's`() throws {
        let page = try String(contentsOf: packageRoot.appending(path: "docs/configuration.md"), encoding: .utf8)
        #expect(page == ConfigurationReference.text, "run `make configuration`")
    }

    @Test func `every key stands in one row with its variable, and every section stands once`() {
        let lines = ConfigurationReference.text.split(separator: "\n")
        for key in ConfigurationKey.all {
            #expect(lines.count { $0.contains("`\(key.environmentVariable)`") } == 1, "\(key.name)")
        }
        let titles = lines.filter { $0.hasPrefix("## ") }
        #expect(Set(titles).count == titles.count)
    }
}
