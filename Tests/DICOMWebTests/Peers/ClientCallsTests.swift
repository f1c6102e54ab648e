import Foundation
import TestHarness
import Testing

struct ClientCallsTests {
    @Test func `every test that the page about web clients names is there`() throws {
        let names = try ClientCalls.document().matches(of: /`([^`]* [^`]*)`\s*(?:\||\.?\n)/).map { String($0.1) }
        #expect(names.count > 38)
        let folder = packageRoot.appending(path: "Tests")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        var sources = ""
        for case let path as String in files where path.hasSuffix(".swift") {
            sources += try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        }
        for name in names { #expect(sources.contains("func `\(name)`("), "\(name)") }
    }
}
