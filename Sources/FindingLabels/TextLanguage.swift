/// The language of a report, as far as its script and its small words tell.
package enum TextLanguage: Sendable, Equatable {
    case english
    /// Not English. A code of RFC 5646, or nil where several languages are possible.
    case other(code: String?)
    /// The text has no word of the tables, or only words that several languages share.
    case undecided
    /// The text has no letter.
    case noText

    package init(of text: String) {
        var (latin, other) = (0, 0)
        var scripts: Set<String> = []
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            if Self.isLatin(scalar) {
                latin += 1
            } else {
                other += 1
                if let code = Self.language(ofScript: scalar) { scripts.insert(code) }
            }
        }
        guard latin + other > 0 else {
            self = .noText
            return
        }
        guard latin > other else {
            self = .other(code: scripts.count == 1 ? scripts.first : nil)
            return
        }
        var (english, foreign, certain) = (0, 0, 0)
        var counts: [String: Int] = [:]
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
            if SmallWords.english.contains(word) {
                english += 1
                if !SmallWords.shared.contains(word) { certain += 1 }
            }
            guard let languages = SmallWords.foreign[word] else { continue }
            foreign += 1
            for code in languages { counts[code, default: 0] += 1 }
        }
        if english > foreign {
            self = certain > 0 ? .english : .undecided
        } else if foreign > english {
            let most = counts.values.max() ?? 0
            let leaders = counts.filter { $0.value == most }.keys
            self = .other(code: leaders.count == 1 ? leaders.first : nil)
        } else {
            self = .undecided
        }
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value)
    }

    /// The share of the letters that are not Latin; 0 for a text without letters.
    static func shareOfOtherScripts(in text: String) -> Double {
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        return letters.isEmpty ? 0 : Double(letters.count { !isLatin($0) }) / Double(letters.count)
    }

    /// The language of a letter that only one language writes.
    private static func language(ofScript scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x370...0x3FF, 0x1F00...0x1FFF: "el"
        case 0xE00...0xE7F: "th"
        case 0x3040...0x30FF: "ja"
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7FF: "ko"
        default: nil
        }
    }
}

/// Words that identify a report's language. Words that English shares with another language are omitted.
enum SmallWords {
    static let english = set(
        """
        the an and are is was were with without there this that these of or for from has have had been be by not which
        seen noted within otherwise both right left upper lower lung lungs heart chest size clear normal unremarkable
        stable unchanged acute disease evidence findings impression normally silhouette contour bones osseous soft
        tissues intact limits large small mild moderate severe new old no at on to as change changes abnormality
        abnormalities active focal interval
        """)
    /// Words of `english` that reports in other languages have too. A text with no other word of `english` is undecided.
    static let shared = set("no normal stable large on as")
    /// Further words of English reports. They count as known, but do not decide the language.
    static let reports = set(
        """
        in it its lobe lobes base bases basilar lingula rll rml rul lll lul rib ribs spine bony pulm bilat ett ngt mid zone
        zones fluid air space wire wires clip clips sternotomy granuloma granulomas tip above below view views multifocal
        patchy hazy pleural shadow shadows airspace scarring healed
        """)
    /// The languages of each word.
    static let foreign: [Substring: [String]] = {
        var words: [Substring: [String]] = [:]
        for (code, text) in texts {
            for word in set(text).subtracting(english) { words[word, default: []].append(code) }
        }
        return words
    }()

    private static let texts = [
        "de":
            "der die das und kein keine keinen nicht ist sind ein eine mit ohne von im zum zur bei links rechts beidseits",
        "es": "el la los las del y sin con se en una uno hay derecha izquierda ambos pulmones corazón tórax torax",
        "fr": """
        le les des du et est sont pas une dans sans avec au aux droit droite gauche poumons cœur coeur poumon
        """,
        "it": "il lo gli della del di non sono nei nel alla destra sinistra polmoni cuore",
        "pt": "o os um uma não nao sem com dos das à direita esquerda pulmões pulmoes coração",
        "nl": "het een geen niet zijn van met zonder rechter linker longen hart",
        "sv": "och ingen inga inte är med utan höger vänster lungor hjärta",
        "da": "og ikke er uden højre lunger hjerte", "nb": "og ikke er uten høyre lunger hjerte",
        "fi": "ei ole ja keuhkot sydän oikea vasen", "hu": "nem és nincs tüdő szív",
        "tr": "ve yok var değil sağ sol akciğer kalp", "pl": "nie jest bez oraz w z na płuca serce prawy lewy",
        "cs": "je není srdce plíce v vlevo vpravo bez", "ro": "și nu fără cu plămâni", "vi": "không và phổi tim",
    ]

    private static func set(_ words: String) -> Set<Substring> {
        Set(words.split(whereSeparator: \.isWhitespace))
    }
}
