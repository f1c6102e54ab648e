import Foundation
import TestHarness
import Testing

/// Runs `thorax-model label` in a pipe.
@Suite(.blocking) struct LabelTests {
    private func run(_ arguments: [String], input: String) throws -> RunningProgram.End {
        try Program.run(["label"] + arguments, in: FileManager.default.temporaryDirectory, input: input)
    }

    @Test func `prints one JSON object with all fourteen findings for each report`() throws {
        let input = #"""
            {"id": "a", "text": "Mild cardiomegaly. No effusion."}
            {"id": "b", "text": ""}
            """#
        let result = try run(["--json"], input: input)
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        try #require(lines.count == 2)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        let findings = try #require(first["findings"] as? [String: String])
        #expect(first["id"] as? String == "a" && findings.count == 14)
        #expect(findings["Cardiomegaly"] == "positive" && findings["Pleural Effusion"] == "negative")
        #expect(findings["Edema"] == "unmentioned")
        let evidence = try #require(first["evidence"] as? [[String: Any]])
        #expect(evidence.last?["words"] as? String == "effusion" && evidence.last?["trigger"] as? String == "no")
        #expect(evidence.last?["start"] as? Int == 22 && evidence.last?["end"] as? Int == 30)
        #expect(lines[1].contains(#""No Finding":"positive""#))
    }

    @Test func `prints aligned text with the words that state each finding`() throws {
        let result = try run([], input: #"{"id": "a", "text": "Mild cardiomegaly. No effusion."}"#)
        #expect(
            result.output == """
                a
                  Cardiomegaly                positive   cardiomegaly
                  Pleural Effusion            negative   effusion (no)

                """)
    }

    @Test func `a text in another language is reported as not read, and never "No Finding"`() throws {
        let input = """
            {"id": "a", "text": "Kein Pleuraerguss. Pneumonie rechts."}
            {"id": "b", "text": "No effusion."}

            """
        let text = try run([], input: input)
        #expect(text.status == 0 && text.output.hasPrefix("a\n  not read: the text is not in English"), "\(text)")
        #expect(text.output.contains("Pleural Effusion            negative"))
        #expect(text.errors.contains("warning: 1 report is not in English"))
        let lines = try run(["--json"], input: input).output.split(separator: "\n")
        #expect(lines.first == #"{"evidence":[],"findings":{},"id":"a","isRead":false}"#)
        #expect(
            lines.last?.contains(#""isRead":true"#) == true && lines.last?.contains(#""No Finding":"positive""#) == true
        )
    }

    @Test(arguments: [
        ("", "is empty"), ("x", "The given data was not valid JSON."), ("[]", "it must be an object"),
        (#"{"id": "a"}"#, "the key text is missing"),
        (#"{"id": 1, "text": ""}"#, "id must be text"),
    ])
    func `names the line and the error`(line: String, reason: String) throws {
        let result = try run([], input: "{\"id\": \"a\", \"text\": \"\"}\n\(line)\n")
        #expect(result.status == 1)
        #expect(result.errors.contains("error: standard input line 2: \(reason)"), "\(result.errors)")
        #expect(result.errors.contains("hint: "))
    }

    @Test func `names a file it cannot read`() throws {
        let result = try run(["/absent.jsonl"], input: "")
        #expect(result.status == 1 && result.errors.contains("/absent.jsonl could not be read"))
    }
}
