import Foundation
import TestHarness
import Testing

/// Runs `thorax-model score` as a researcher would.
@Suite(.blocking) final class ScoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "score-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ reports: [(String, String)], to name: String) throws {
        let lines = reports.map { "{\"id\": \"\($0.0)\", \"text\": \"\($0.1)\"}\n" }
        try lines.joined().write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func score(_ extra: String...) throws -> RunningProgram.End {
        try Program.run(
            ["score", "--references", "refs.jsonl", "--candidates", "cands.jsonl"] + extra, in: folder)
    }

    @Test func `prints one object with every score`() throws {
        try write([("a", "the lungs are clear ."), ("b", "the heart is large .")], to: "refs.jsonl")
        try write([("b", "big heart ."), ("a", "the lungs are clear .")], to: "cands.jsonl")
        let result = try score("--json")
        #expect(result.status == 0, "\(result.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        for key in ["bleu1", "bleu2", "bleu3", "bleu4", "rougeL", "cider", "meteor15NoParaphrase", "lengthRatio"] {
            #expect((object[key] as? Double ?? -1) > 0, "\(key)")
        }
        #expect(object["meteor15"] is NSNull)
        #expect(object["reports"] as? Int == 2 && object["distinct"] as? Int == 2)

        try "0.1\nheart is\nbig\n".write(to: folder.appending(path: "table"), atomically: true, encoding: .utf8)
        let whole = try score("--json", "--paraphrases", "table")
        let scores = try #require(try JSONSerialization.jsonObject(with: Data(whole.output.utf8)) as? [String: Any])
        #expect(scores["meteor15"] is Double)
        #expect(try score().output.contains("METEOR 1.5 without paraphrases"))
    }

    @Test func `refuses ids that do not pair, with file and line`() throws {
        try write([("a", "x"), ("b", "y")], to: "refs.jsonl")
        try write([("a", "x")], to: "cands.jsonl")
        let missing = try score()
        #expect(missing.status == 1 && missing.errors.contains("refs.jsonl line 2: the id \"b\""))
        try write([("a", "x"), ("b", "y"), ("c", "z")], to: "cands.jsonl")
        #expect(try score().errors.contains("cands.jsonl line 3: the id \"c\""))
        try write([("a", "x"), ("a", "y"), ("b", "y")], to: "cands.jsonl")
        #expect(try score().errors.contains("cands.jsonl line 2: the id \"a\" is already on line 1"))
    }
}
