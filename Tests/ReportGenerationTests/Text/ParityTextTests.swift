import Foundation
import ReportGeneration
import Testing

struct ParityTextTests {
    private struct Case: Decodable {
        let text: String
        let iu: [String]
        let mimic: [String]
    }

    // Swift takes "é" for "e" with an accent, Python does not.
    private func codes(_ words: [String]) -> [[UInt32]] { words.map { $0.unicodeScalars.map(\.value) } }

    @Test(arguments: [
        ("1. No acute disease. 2. T11. wedge (old)", "no acute disease . t1wedge old ."),
        (
            "AP/PA view; x-ray shows 2.5 cm nodule <1 cm @ RUL.. ",
            "appa view x-ray shows 25 cm nodule 1 cm rul ."
        ),
        ("", "."),
        ("No focal consolidation. . Heart size normal", "no focal consolidation . . heart size normal ."),
    ])
    func `cleans IU X-ray reports as R2Gen does`(text: String, cleaned: String) {
        #expect(TextPipeline.parityIU.words(of: text).joined(separator: " ") == cleaned)
    }

    @Test func `cleans MIMIC reports as R2Gen does`() {
        let words = TextPipeline.parityMIMIC.words(
            of: "FINDINGS:\n ___ year old  man. Compared to ___, no change.")
        #expect(words.joined(separator: " ") == "findings year old man . compared to no change .")
    }

    @Test func `agrees with Python on hundreds of odd strings, code point for code point`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("References/text_parity.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        #expect(cases.count > 400)
        for item in cases {
            #expect(
                codes(TextPipeline.parityIU.words(of: item.text)) == codes(item.iu), "\(item.text.debugDescription)")
            #expect(
                codes(TextPipeline.parityMIMIC.words(of: item.text)) == codes(item.mimic),
                "\(item.text.debugDescription)")
        }
    }

    @Test func `cuts so that a long report loses its end`() {
        let words = (0..<70).map(String.init)
        #expect(ParityText.Truncated(words, maximumLength: 60).words == Array(words.prefix(59)))
        #expect(!ParityText.Truncated(words, maximumLength: 60).isEnded)
        #expect(!ParityText.Truncated(Array(words.prefix(59)), maximumLength: 60).isEnded)
        let short = ParityText.Truncated(Array(words.prefix(58)), maximumLength: 60)
        #expect(short.isEnded && short.words.count == 58)
    }

    @Test func `a reference shows rare words as unknown`() throws {
        let vocabulary = try JSONDecoder().decode(Vocabulary.self, from: Data(#"{"words": [".", "clear"]}"#.utf8))
        let words = TextPipeline.parityIU.words(of: "Lungs clear. Clear")
        #expect(
            ParityText.Truncated(words, maximumLength: 5).reference(vocabulary) == ["<unk>", "clear", ".", "clear"])
    }
}
