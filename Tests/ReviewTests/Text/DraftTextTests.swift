import Testing

@testable import Review

struct DraftTextTests {
    @Test func `a sentence that names two labels of one finding has the finding once and both estimates`() throws {
        let claim = { (label: String) in
            """
            {"finding": "Lung Lesion", "status": "positive", "agreement": "agrees",
             "opinion": {"label": "\(label)", "probability": 0.6, "threshold": 0.2, "presentThreshold": 0.5}}
            """
        }
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "A mass and a nodule.", "section": "findings", "confidence": 0.9,
                    "claims": [\(claim("Mass")), \(claim("Nodule"))]}], "notices": [], "probabilities": []}
                """)
        #expect(draft.sentences[0].findings == ["Lung Lesion"])
        #expect(draft.sentences[0].estimates.map(\.label) == ["Mass", "Nodule"])
    }
}
