import DICOMCore
import Testing

@testable import FilmSelection

/// The view of a film, from every attribute that may say it, in the languages of hospitals.
struct ViewTests {
    static let frontal = [
        "PA", "AP", "pa", "P.A.", "P-A", "A/P", "FRONTAL", "AP_SUPINE", "PA ERECT", "AP Portable", "DE FACE", "FRENTE",
        "Postero-anterior", "antero-posterior", "posteroanterieur", "Decúbito supino AP", "décubitus dorsal face",
        "tylno-przednie", "zadopřední", "předozadní", "прямая", "Прямая передняя", "задне-передняя", "正位", "后前位", "正面",
        "P→A", "A->P", "정면", "후전", "หน้าตรง", "Οπισθοπροσθια", "ＰＡ", "ön-arka", "etukuva", "framifrån", "przodu",
        "CHESTPA", "AP/PA", "AP SITTING", "CHEST PA", "POSTERO_ANTERIOR", "d.v.", "PA VIEW", "SUPINE", "bedside",
        "UNKNOWN", "", "ERECT", "portable", "立位", "CHEST", "胸部PA", "BED SIDE", "BED-SIDE", "AP SIDE RAIL",
        "1. Ebene", "Post-Ant", "POSTANT", "tiesioginė", "przód",
    ]
    static let other: [View: [String]] = [
        .lateral: [
            "LL", "RL", "LAT", "LLAT", "LATERAL", "Left Lateral", "lateral izquierda", "PROFIL", "PERFIL", "profilo",
            "latero-laterale", "L.L.", "seitlich", "SEITL", "zijdelings", "dwars", "Sidebillede", "sivukuva", "boczne",
            "BOK", "bočná", "yan", "боковая", "Левая боковая", "Πλάγια", "προφίλ", "左侧位", "側面", "L→R", "R->L", "측면",
            "ด้านข้าง", "جانبي", "צדדי", "ＬＡＴ", "oldalirányú", "nghiêng", "cross-table", "X-TABLE", "CHESTLAT", "Lat.",
            "de profil", "2. Ebene",
            "bočně", "side", "Profil G", "LATERAL_ERECT", "胸部LAT", "胸部CRLAT", "胸部L→R", "X線胸部LL", "Ebene 2", "Prof",
            "perf", "profilna", "šoninė", "sānskats", "Külg",
        ],
        .decubitus: [
            "LLD", "RLD", "DECUB", "AP DECUBITUS", "left lateral decubitus", "decúbito lateral", "Seitenlage",
            "Linksseitenlage", "zijligging", "na boku", "На боку", "胸部LLD", "links anliegend", "側臥位", "左侧卧位", "측와위",
            "ตะแคง", "dorsal decubitus",
        ],
        .lordotic: [
            "AP AXIAL", "AP_AXIAL", "LORDOTIC", "AP lordotic", "lordótica", "lordose", "lordotyczna", "лордотическая",
            "Lungenspitzenaufnahme", "apices", "前弓位", "肺尖",
        ],
        .oblique: [
            "OBL", "胸部OBL", "RAO", "胸部RAO", "LPO", "LLO", "AP OBLIQUE", "oblicua", "oblíqua", "schräg", "Schraeg",
            "schuin", "skrå",
            "skośne", "šikmá", "oblik", "косая", "λοξή", "斜位", "사위", "เฉียง", "مائل", "viisto",
        ],
    ]
    static let others = other.flatMap { view, words in words.map { (view, $0) } }

    @Test(arguments: frontal) func `a frontal view is read in each language`(words: String) {
        #expect(reason(image(view: words)) == nil)
        #expect(reason(image(series: "Thorax \(words)")) == nil)
    }

    @Test(arguments: others) func `a view that is not frontal is found in each attribute and language`(
        view: View, words: String
    ) {
        let expected = "\(view.words) and not a frontal one"
        #expect(reason(image(view: words))?.hasSuffix(expected) == true, "\(reason(image(view: words)) ?? "eligible")")
        for film in [
            image(series: "Thorax \(words)"), image(protocolName: words), image(processing: "CHEST,\(words)"),
            image(code: CodedConcept(value: "1", scheme: "99X", meaning: words)), image(study: "Thorax \(words)"),
            image(view: "PA", series: words.replacing("AP", with: "")),
        ] {
            #expect(reason(film)?.hasSuffix(expected) == true, "\(reason(film) ?? "eligible")")
        }
    }

    @Test(arguments: [
        ("bilateral", true), ("Chest PA, bilateral effusions", true), ("collateral", true), ("later", true),
        ("unilateral rib pain, chest PA", true), ("Chest PA lateral", false),
    ])
    func `a part of a word is no view`(words: String, isEligible: Bool) {
        #expect((reason(image(series: words)) == nil) == isEligible)
    }

    @Test(arguments: ["chest post antibiotics", "chest post anticoagulation", "chest postantibiotic"])
    func `what was given before the film is no view`(words: String) {
        #expect(!Eligibility.statesView(image(series: words)))
        #expect(Eligibility.statesView(image(series: "chest post-ant")))
    }

    @Test(arguments: ["R-10206", "R-10214", "R-10202", "R-40888"]) func `codes of SNOMED-RT name frontal views`(
        value: String
    ) {
        for scheme in ["SRT", "SNM3"] {
            #expect(reason(image(code: CodedConcept(value: value, scheme: scheme, meaning: ""))) == nil)
        }
    }

    @Test(arguments: [
        ("399173006", "SCT", View.lateral), ("R-10236", "SRT", .lateral), ("R-10232", "SNM3", .lateral),
        ("399067008", "SCT", .lateral), ("399061009", "SCT", .lordotic), ("R-10220", "SRT", .oblique),
        ("399312000", "SCT", .oblique),
    ])
    func `codes name views that are not frontal`(value: String, scheme: String, view: View) {
        let code = CodedConcept(value: value, scheme: scheme, meaning: "")
        for position in [nil, "PA"] {
            #expect(
                reason(image(view: position, code: code))
                    == "View Code Sequence (0054,0220) is \(value) \(scheme), \(view.words) and not a frontal one")
        }
    }

    @Test(arguments: [
        ("399162004", "SCT", "caudad", View.lordotic), ("399196006", "SCT", "cephalad", .lordotic),
        ("R-10242", "SRT", "", .lordotic), ("111069", "DCM", "Crosstable", .lateral),
        ("272476000", "SCT", "transthoracic", .lateral), ("399061009", "SCT", "axial", .lordotic),
        ("17", "99X", "lordotic", .lordotic), ("18", "99X", "left lateral decubitus", .decubitus),
    ])
    func `a modifier of a frontal view makes it another one`(value: String, scheme: String, words: String, view: View) {
        let modifier = CodedConcept(value: value, scheme: scheme, meaning: words)
        let frontal = CodedConcept(value: "399348003", scheme: "SCT", meaning: "antero-posterior")
        let other = CodedConcept(value: "286866000", scheme: "SCT", meaning: "Mouth closed")
        for modifiers in [[modifier], [other, modifier]] {
            let reason = reason(image(view: "AP", code: frontal, modifiers: modifiers))
            #expect(reason?.hasPrefix("View Modifier Code Sequence (0054,0222) is \(value) \(scheme)") == true)
            #expect(reason?.hasSuffix(", \(view.words) and not a frontal one") == true)
        }
    }

    @Test func `a modifier that is no view leaves a frontal one frontal`() {
        let frontal = CodedConcept(value: "272479007", scheme: "SCT", meaning: "postero-anterior")
        for (value, scheme, words) in [
            ("286866000", "SCT", "Mouth closed"), ("111070", "DCM", "x"), ("1", "99X", "erect PA"),
            ("R-10206", "SRT", ""),
        ] {
            let modifier = CodedConcept(value: value, scheme: scheme, meaning: words)
            #expect(reason(image(code: frontal, modifiers: [modifier])) == nil)
        }
    }

    @Test func `a code of SNOMED that is no view of the chest is refused, and another scheme's is not known`() {
        #expect(reason(image(code: CodedConcept(value: "R-102C5", scheme: "SRT", meaning: ""))) != nil)
        #expect(reason(image(code: CodedConcept(value: "17", scheme: "99X", meaning: "Room 3"))) == nil)
    }

    @Test(arguments: [
        ("L\\F", true), ("R\\F", true), ("L\\H", true), ("LP\\FR", true), ("A\\F", false), ("P\\F", false),
        ("PR\\F", false), ("F\\A", false), ("F\\L", false), ("A\\L", false), ("", true), ("L", true), ("X\\Y", true),
    ])
    func `the orientation of the picture says its plane`(value: String, isEligible: Bool) {
        #expect((reason(image(orientation: value)) == nil) == isEligible)
        #expect((reason(image(view: "PA", orientation: value)) == nil) == isEligible)
    }

    @Test(arguments: [
        "Thorax front og side", "Lungor frontal + sida", "Thorax p.a. + seitl.", "RX TORAX PA Y L", "胸部正侧位",
    ])
    func `a series of two views leaves open which film this is`(words: String) {
        #expect(reason(image(series: words))?.contains("nothing says which of them") == true)
        #expect(reason(image(view: "PA", series: words)) == nil)
        #expect(reason(image(view: "LL", series: words)) != nil)
    }

    @Test func `two views in one text are told apart by what is nearer to the film`() {
        #expect(reason(image(view: "PA", study: "Chest PA and lateral")) == nil)
        #expect(reason(image(series: "PA", study: "Chest PA and lateral")) == nil)
        #expect(reason(image(orientation: "L\\F", series: "Chest PA/LAT")) == nil)
        #expect(reason(image(view: "LATERAL", study: "Chest PA")) != nil)
        #expect(reason(image(study: "Chest PA and lateral"))?.contains("nothing says which of them") == true)
        #expect(reason(image(view: "PA", study: "Chest lateral")) == nil)
    }
}
