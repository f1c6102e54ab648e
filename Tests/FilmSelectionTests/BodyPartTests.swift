import DICOMCore
import Testing

@testable import FilmSelection

struct BodyPartTests {
    static let chest = [
        "CHEST", "chest_pa", "Poitrine", "PECHO", "PEITO", "胸廓", "Органы грудной клетки", "Грудна клітка", "LUNGS",
        "THORAX", "TÓRAX", "TÓRAX", "To\u{301}rax", "TORAX", "PULMÓN", "PULMÃO", "PULMON", "TORACE",
        "Poumons", "Polmoni", "BRUSTKORB", "Lunge", "LUNGENUEBERSICHT", "KLATKA PIERSIOWA", "klatki piersiowej",
        "płuca",
        "hrudník", "HRUDNIK", "plíce", "borstkas", "Brystkasse", "bröstkorg", "rintakehä", "keuhkot", "GÖĞÜS", "göğüs",
        "akciğer", "AKCİĞER", "mellkas", "tüdő", "Грудная клетка", "ОГК", "лёгкие", "легкие", "Θώρακας", "ΘΩΡΑΚΑΣ",
        "πνεύμονες", "胸部", "肺", "胸", "ｷｮｳﾌﾞ", "キョウブ", "흉부", "가슴", "ทรวงอก", "ปอด", "صدر", "الصدر", "חזה", "ngực",
        "ＣＨＥＳＴ", "CHESTPA", "grudni koš", "гръден кош", "krūtinės ląsta",
        "Plaučiai", "plaušas", "plaušu rentgens", "krūškurvis", "белите дробове", "белодробна графия", "Bettthorax",
        "AC GRAFİSİ",
    ]
    static let elsewhere = [
        "RIB", "RIBS", "HAND", "ABDOMEN", "TSPINE", "THORACIC SPINE", "THORACOLUMBAR", "CHESTABDOMEN",
        "Brustwirbelsäule",
        "BWS", "columna torácica", "Rippen", "costillas", "żebra", "STERNUM AP", "Грудной отдел позвоночника",
        "грудина",
        "胸椎", "胸骨", "肋骨", "胸腹部", "흉추", "늑골", "σπονδυλική στήλη", "STERNUM", "CLAVICLE", "BREAST", "PHANTOM", "SKULL",
        "YXZ", "СТОПА", "腹部", "KOLANO",
        "MANO", "gabbia toracica", "頭部", "WHOLEBODY", "HEMITHORAX",
    ]

    @Test(arguments: chest) func `the chest is known in each language`(words: String) {
        #expect(reason(image(part: words, view: "PA")) == nil)
        #expect(reason(image(part: nil, series: words)) == nil)
        #expect(reason(image(part: nil, study: words)) == nil)
        #expect(reason(image(part: nil, region: CodedConcept(value: "7", scheme: "99X", meaning: words))) == nil)
    }

    @Test(arguments: elsewhere) func `what is not the chest is not drafted`(words: String) {
        #expect(reason(image(part: words, view: "PA")) != nil)
        #expect(reason(image(part: nil, series: words)) != nil)
    }

    @Test(arguments: ["plausible fracture", "plausibel", "plausibility check"])
    func `a word that only begins like one for the chest does not name it`(words: String) {
        #expect(reason(image(part: nil, view: "PA", series: words)) != nil)
    }

    @Test(arguments: ["UNKNOWN", "unspecified", "N/A", "OTHER", "-", "DEFAULT", "不明"])
    func `a value that names no part leaves it to the others`(words: String) {
        #expect(reason(image(part: words, study: "Chest PA")) == nil)
        #expect(reason(image(part: words, study: "Hand")) != nil)
        let region = CodedConcept(value: "T-D3000", scheme: "SRT", meaning: "")
        #expect(reason(image(part: words, region: region)) == nil)
    }

    @Test(arguments: [
        ("51185008", "SCT"), ("T-D3000", "SRT"), ("T-D3000", "SNM3"), ("816094009", "SCT"), ("39607008", "SCT"),
        ("T-28000", "SRT"), ("43799004", "SCT"), ("RID1243", "RADLEX"),
    ])
    func `the region's code names the chest`(value: String, scheme: String) {
        let code = CodedConcept(value: value, scheme: scheme, meaning: "")
        #expect(reason(image(part: nil, region: code)) == nil)
        #expect(reason(image(part: "TRX", region: code)) == nil)
    }

    @Test(arguments: [("85562004", "SCT"), ("T-D8700", "SRT"), ("113197003", "SCT"), ("T-11502", "SNM3")])
    func `the region's code names another part`(value: String, scheme: String) {
        let code = CodedConcept(value: value, scheme: scheme, meaning: "")
        for part in [nil, "CHEST"] {
            #expect(
                reason(image(part: part, region: code))
                    == "Anatomic Region Sequence (0008,2218) is \(value) \(scheme), not the chest")
        }
    }
}
