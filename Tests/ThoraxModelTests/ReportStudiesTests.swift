import Foundation
import TestHarness
import Testing

/// Runs `thorax-model report --studies` with the demonstration model.
@Suite(.blocking) struct ReportStudiesTests {
    private static let model = packageRoot.appending(path: "samples/model").path
    private static let films = packageRoot.appending(path: "samples/xrays")

    private func run(_ input: String) throws -> RunningProgram.End {
        try Program.run(
            ["report", "--bundle", Self.model, "--studies", "-"], in: FileManager.default.temporaryDirectory,
            input: input)
    }

    private func line(_ id: String, _ images: String...) throws -> String {
        let line: [String: Any] = ["id": id, "images": images]
        return String(decoding: try JSONSerialization.data(withJSONObject: line), as: UTF8.self)
    }

    private func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `each study gives one line in the order of the file, and a bad one says why`() throws {
        let first = Self.films.appending(path: "thorax-none.dcm").path
        let (one, two) = ("thoraxd-0001-1.dcm", "thoraxd-0002-1.dcm")
        let input = try [
            line("a", Self.films.appending(path: one).path), line("b", first), line("c"),
            line("d", Self.films.appending(path: two).path),
        ].joined(separator: "\n")
        let result = try run(input)
        #expect(result.status == 2 && result.errors.contains("2 studies could not be drafted"), "\(result.errors)")
        let lines = try objects(result.output)
        try #require(lines.count == 4)
        #expect(lines.map { $0["id"] as? String } == ["a", "b", "c", "d"])
        #expect(lines[0]["text"] is String && (lines[0]["findings"] as? [Any])?.count == 14)
        #expect((lines[1]["error"] as? String)?.contains("thorax-none.dcm") == true && lines[1]["hint"] is String)
        #expect((lines[2]["error"] as? String)?.contains("names no image") == true)
        #expect(lines[3]["text"] is String)

        // The same draft as for one study.
        let single = try Program.run(
            ["report", "--bundle", Self.model, "--json", Self.films.appending(path: one).path],
            in: FileManager.default.temporaryDirectory)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(single.output.utf8)) as? [String: Any])
        #expect(document["text"] as? String == lines[0]["text"] as? String)
    }

    @Test func `a line that is no study ends the run with its number`() throws {
        let result = try run("{\"id\": \"a\", \"images\": \"x.dcm\"}\n")
        #expect(result.status == 1)
        #expect(
            result.errors.contains("line 1: images must be a list")
                && result.errors.contains(#"{"id": "s1", "images": ["s1/frontal.dcm"]}"#), "\(result.errors)")
    }

    @Test func `pictures and a file of studies exclude each other`() throws {
        for arguments in [["a.png", "--studies", "-"], []] {
            let result = try Program.run(
                ["report", "--bundle", Self.model] + arguments, in: FileManager.default.temporaryDirectory)
            #expect(result.status == 64, "\(result)")
        }
    }
}
