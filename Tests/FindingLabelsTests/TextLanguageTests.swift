import FindingLabels
import Testing

struct TextLanguageTests {
    @Test(arguments: [
        ("Kein Pleuraerguss, keine Infiltrate. Das Herz ist nicht vergrößert.", "de"),
        ("No hay derrame pleural. Los pulmones son normales.", "es"), ("Pas d'épanchement dans les poumons.", "fr"),
        ("Ingen pleuravätska, hjärta inte förstorat.", "sv"), ("Bez płynu w jamach opłucnej.", "pl"),
        ("肺野に異常なし。", "ja"), ("폐에 이상 없음.", "ko"), ("ปอดปกติ", "th"), ("Πνευμονία δεξιά.", "el"),
    ])
    func `a language is known by its words or its script`(text: String, code: String) {
        #expect(TextLanguage(of: text) == .other(code: code))
    }

    @Test(arguments: ["Очаговых теней нет.", "两肺纹理清晰。", "لا يوجد انصباب", "og ikke er"])
    func `where several languages are possible none is named`(text: String) {
        #expect(TextLanguage(of: text) == .other(code: nil))
    }

    @Test func `English, words that tell nothing and no words are told apart`() {
        #expect(TextLanguage(of: "The lungs are clear.") == .english)
        #expect(TextLanguage(of: "Cardiomegaly.") == .undecided)
        #expect(TextLanguage(of: "1. 2.") == .noText)
    }
}
