/// The words of a text as tables compare them: lower case, without accents and vowel marks, full-width letters as
/// ASCII. Words end at everything that is neither letter nor digit, between letters and digits, and between East Asian and
/// other letters: Japanese devices write 胸部LAT.
struct FoldedText: Sendable, Equatable {
    let words: [String]
    /// The words joined without separators, for scripts that do not separate words.
    let joined: String

    init(_ text: String) {
        var words: [String] = []
        var word = ""
        var isNumber = false
        var isEastAsian = false
        func close() {
            if !word.isEmpty { words += FoldedText.parts(of: word) }
            word = ""
        }
        // An arrow between two sides is the direction of the beam, as in the Japanese codes JJ1017.
        for scalar in text.replacing("->", with: "→").lowercased().unicodeScalars {
            let folded = FoldedText.fold(scalar)
            if folded == " to " {
                close()
                words.append("to")
                continue
            }
            for scalar in folded.unicodeScalars {
                let isDigit = scalar.properties.generalCategory == .decimalNumber
                guard isDigit || scalar.properties.isAlphabetic else {
                    close()
                    continue
                }
                // The first East Asian block, the radicals, begins at U+2E80.
                let isEast = scalar.value >= 0x2E80
                if !word.isEmpty, isDigit != isNumber || isEast != isEastAsian { close() }
                word.unicodeScalars.append(scalar)
                isNumber = isDigit
                isEastAsian = isEast
            }
        }
        close()
        self.words = words
        joined = words.joined()
    }

    /// Splits words such as CHESTLAT and THORAXPA, which devices write.
    private static func parts(of word: String) -> [String] {
        let stem = ["chest", "thorax", "torax", "toraks", "cxr"].first { word.hasPrefix($0) && word != $0 }
        return stem.map { [$0, String(word.dropFirst($0.count))] } ?? [word]
    }

    private static func fold(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII { return String(scalar) }
        if let special = special[scalar] { return special }
        switch scalar.value {
        case 0xFF01...0xFF5E: return String(Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? " ")
        default: break
        }
        if scalar.properties.generalCategory == .nonspacingMark { return "" }
        guard let name = scalar.properties.name, let end = name.firstRange(of: " WITH ") else { return String(scalar) }
        return letters[String(name[..<end.lowerBound])] ?? String(scalar)
    }

    private static let special: [Unicode.Scalar: String] = [
        "→": " to ", "⇒": " to ", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е", "й": "и", "ς": "σ", "ة": "ه",
        "ى": "ي",
    ]

    /// Letters without accent by their Unicode name; the name of an accented letter is that name, " WITH " and the accent.
    private static let letters: [String: String] = {
        var letters: [String: String] = [:]
        // Latin, Greek, Cyrillic, Arabic
        for range in [0x61...0x7A, 0x3B1...0x3C9, 0x430...0x45F, 0x621...0x64A] as [ClosedRange<UInt32>] {
            for scalar in range.compactMap(Unicode.Scalar.init) {
                if let name = scalar.properties.name { letters[name] = String(scalar) }
            }
        }
        return letters
    }()
}
