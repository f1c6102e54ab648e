import Foundation
import ReportGeneration
import TestHarness
import Testing

struct ParityTextTests {
    private struct Case: Decodable {
        let text: String
        let iu: [String]
        let mimic: [String]
    }

    // Swift treats "é" as equal to "e" with a combining accent; Python does not.
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
        let file = packageRoot.appending(path: "Tests/References/text_parity.json")
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
}
