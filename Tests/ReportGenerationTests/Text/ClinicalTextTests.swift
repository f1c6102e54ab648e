import ReportGeneration
import Testing

struct ClinicalTextTests {
    private func words(_ text: String) -> String {
        TextPipeline.clinical.words(of: text).joined(separator: " ")
    }

    @Test(arguments: [
        ("A 2.5 cm nodule.", "a 2.5 cm nodule ."),
        ("AP/PA views; ap and Pa.", "AP/PA views ; AP and PA ."),
        ("Wedge at T11. L4-L5, l1.", "wedge at T11 . L4-L5 , L1 ."),
        ("Nodule <1 cm, 10% of x-ray", "nodule <1 cm , 10% of x-ray ."),
        ("Support devices (e.g., the ETT) are seen.", "support devices ( e.g. , the ETT ) are seen ."),
        ("Edema vs. pneumonia, etc. No effusion.", "edema vs. pneumonia , etc. . no effusion ."),
        ("THE LUNGS ARE CLEAR. NO CHF.", "the lungs are clear . no CHF ."),
        ("Lungs are clear.Heart is normal,too", "lungs are clear . heart is normal , too ."),
        ("1. No effusion. 2. Old \"rib\" fracture!", "no effusion . old rib fracture ."),
        ("There are 2. Heart normal..", "there are 2 . heart normal ."),
        ("CT-guided; .5 mm of 1,000.", "CT-guided ; .5 mm of 1,000 ."),
        ("Right [upper] lobe: clear?", "right ( upper ) lobe : clear ? ."),
        ("", ""),
    ])
    func `keeps measurements and their meaning`(text: String, expected: String) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        ("Compared to XXXX, no change.", "compared to , no change ."),
        ("XXXX. XXXX XXXX. The heart is normal.", "the heart is normal ."),
        ("___ year old man, ___.", "year old man ."),
        ("XXXX-year-old male (XXXX) with [**Hospital 3**] pain", "year-old male with pain ."),
        ("Dated ___/___/___.", "dated ."),
    ])
    func `removes de-identification marks`(text: String, expected: String) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        "FINDINGS: The heart is normal. IMPRESSION: No disease.",
        "Indication: cough, 54M.\nFindings:\nThe heart is normal.\n\nImpression:\n1. No disease.",
        "EXAM: Chest, two views. HISTORY: fever. FINDINGS: The heart is normal. CONCLUSION: No disease.",
        "The heart is normal. Impression: No disease.",
        "IMPRESSION: No disease. FINDINGS: The heart is normal.",
    ])
    func `finds the sections by their headings`(text: String) {
        #expect(words(text) == "the heart is normal . impression: no disease .")
    }

    @Test func `a word that only looks like a heading stays`() {
        #expect(words("This study: limited. No history: none.") == "this study : limited . no history : none .")
    }

    @Test(arguments: [
        "FINDINGS: A 2.5 cm nodule (right) is <1 cm from T11. AP/PA views; L4-L5, 10% e.g. the x-ray.",
        "FINDINGS: Right lower lobe: clear. Edema, effusion, etc. No change?",
        "FINDINGS: The lungs are clear.\n\nIMPRESSION: No acute disease. Follow-up CT in 3 months.",
    ])
    func `its words convert back to the same text`(text: String) {
        let words = TextPipeline.clinical.words(of: text)
        let report = TextPipeline.clinical.text(of: words)
        #expect(report.text == text)
        #expect(TextPipeline.clinical.words(of: report.text) == words)
    }

    @Test func `only the clinical pipeline keeps numbers`() {
        #expect(TextPipeline.allCases.filter(\.keepsNumbers) == [.clinical])
        #expect(TextPipeline(rawValue: "parity-iu") == .parityIU)
        #expect(TextPipeline(rawValue: "parity-mimic") == .parityMIMIC)
    }
}
