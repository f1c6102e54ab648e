import Foundation
import Testing

struct FileTests {
    private static let sources: Set<String> = ["swift", "c", "h", "cpp", "py", "sh"]

    private func everyFile() throws -> [SourceTree.File] {
        try ["Sources", "Tests", "Benchmarks", "Fuzzing", "samples", "scripts"].flatMap {
            try SourceTree.files(in: $0, endings: Self.sources)
        }
    }

    @Test func `no file is longer than 300 lines`() throws {
        for file in try everyFile() { #expect(file.lines.count <= 301, "\(file.path)") }
    }

    @Test func `no name says nothing`() throws {
        for file in try everyFile() {
            let name = file.path.split(separator: "/").last ?? ""
            for empty in ["Util", "Helper", "Manager", "Common", "Misc"] {
                #expect(!name.contains(empty), "\(file.path)")
            }
        }
    }

    @Test func `no mark of unfinished work is left`() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK", "not yet " + "implemented"]
        for file in try everyFile() {
            #expect(file.lines(with: marks).isEmpty, "\(file.path)")
        }
    }

    @Test func `no path of one machine is written down`() throws {
        let paths = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/"]
        for file in try everyFile() {
            #expect(file.lines(with: paths).isEmpty, "\(file.path)")
        }
    }

    @Test func `a text is split into lines where CRLF ends one too`() throws {
        // Swift counts CRLF as one character, which is not "\n".
        for file in try SourceTree.files(in: "Sources") {
            #expect(file.lines(with: #"split(separator: "\n""#).isEmpty, "\(file.path)")
        }
    }
}
