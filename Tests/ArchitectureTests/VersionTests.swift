import Foundation
import TestHarness
import Testing

/// Holds the programs, the change log and the conformance statement to the one version in `DICOMCore/Implementation.swift`.
@Suite(.blocking) struct VersionTests {
    private static let place = "Sources/DICOMCore/Implementation.swift"
    private let version: String

    init() throws {
        let text = try String(contentsOfFile: "\(SourceTree.root)/\(Self.place)", encoding: .utf8)
        version = String(try #require(text.firstMatch(of: /version = "(\d+\.\d+\.\d+)"/)).1)
    }

    @Test(arguments: ["thoraxd", "thoraxctl", "thorax-model"])
    func `every program prints the version`(program: String) throws {
        let (status, output) = try run(builtPrograms.appending(path: program).path, ["--version"])
        #expect(status == 0)
        #expect(output == version + "\n")
    }

    @Test func `no other source and no script of the package states the version`() throws {
        let endings: Set<String> = ["swift", "c", "h", "cpp", "py", "sh"]
        let files = try ["Sources", "scripts"].flatMap { try SourceTree.files(in: $0, endings: endings) }
        for file in files where file.path != Self.place {
            #expect(file.lines(with: "\"\(version)\"").isEmpty, "\(file.path)")
        }
    }

    @Test(arguments: [("CHANGELOG.md", "## [%] - "), ("docs/conformance.md", "| THORAXD_% |")])
    func `the change log and the conformance statement are of this version`(path: String, mark: String) throws {
        let text = try String(contentsOfFile: "\(SourceTree.root)/\(path)", encoding: .utf8)
        #expect(text.contains(mark.replacingOccurrences(of: "%", with: version)), "\(path)")
    }
}
