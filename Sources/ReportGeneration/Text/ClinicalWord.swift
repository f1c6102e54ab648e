/// Converts one chunk between white space into words.
enum ClinicalWord {
    private static let opening: Set<Character> = ["(", "["]
    private static let closing: Set<Character> = [")", "]", ",", ";", ":", "!", "?", "."]
    private static let quotes: Set<Character> = ["\"", "'", "“", "”", "‘", "’", "`", "*"]

    /// The words of a chunk. `next` decides whether the period of "etc." also ends the sentence. A chunk that held a
    /// de-identification mark keeps only parts with a letter or digit, and its periods and commas.
    static func tokens(of chunk: String, before next: Substring?, hadGap: Bool) -> [String] {
        var core = Substring(chunk)
        var (front, back): ([String], [String]) = ([], [])
        while let first = core.first, opening.contains(first) || quotes.contains(first) {
            if opening.contains(first) { front.append("(") }
            core.removeFirst()
        }
        while let last = core.last, closing.contains(last) || quotes.contains(last) {
            if last == "." && isAbbreviation(core) {
                if endsSentence(core, before: next) { back.append(".") }
                break
            }
            if let mark = mark(last), mark != "." || back.last != "." { back.append(mark) }
            core.removeLast()
        }
        let hasContent = core.contains { $0.isLetter || $0.isNumber }
        let word = hadGap ? trimmed(core) : core
        return front + (word.isEmpty || hadGap && !hasContent ? [] : [cased(word)]) + back.reversed()
    }

    private static func mark(_ character: Character) -> String? {
        switch character {
        case "]": ")"
        case "!": "."
        default: quotes.contains(character) ? nil : String(character)
        }
    }

    // "XXXX-year-old" becomes "-year-old", whose hyphen must go.
    private static func trimmed(_ word: Substring) -> Substring {
        let joints: Set<Character> = ["-", "/", "."]
        return Substring(
            String(word.drop { joints.contains($0) }.reversed().drop { joints.contains($0) }.reversed()))
    }

    private static let abbreviations: Set<String> = [
        "e.g.", "i.e.", "vs.", "etc.", "approx.", "dr.", "mr.", "mrs.", "ms.", "cf.", "ca.", "a.m.", "p.m.", "q.",
        "s.p.",
        "resp.", "st.",
    ]

    private static func isAbbreviation(_ word: Substring) -> Bool { abbreviations.contains(word.lowercased()) }

    // "e.g." never ends a sentence; "etc." may.
    private static func endsSentence(_ word: Substring, before next: Substring?) -> Bool {
        guard ["etc.", "a.m.", "p.m."].contains(word.lowercased()) else { return next == nil }
        return next?.first.map { $0.isUppercase } ?? true
    }

    /// Lower case except for acronyms and vertebrae, part by part: "ap/pa" becomes "AP/PA", "CT-guided" stays.
    static func cased(_ word: Substring) -> String {
        var (cased, part) = ("", "")
        func close() {
            cased += isCapital(part) ? part.uppercased() : part.lowercased()
            part = ""
        }
        for character in word {
            if character.isLetter || character.isNumber {
                part.append(character)
            } else {
                close()
                cased.append(character)
            }
        }
        close()
        return cased
    }

    private static func isCapital(_ part: String) -> Bool {
        acronyms.contains(part.uppercased()) || isVertebra(part)
    }

    private static func isVertebra(_ part: String) -> Bool {
        part.first.map { "ctlsCTLS".contains($0) } == true && (2...3).contains(part.utf8.count)
            && part.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Always written in upper case, so that reports in capitals and in small letters give the same words. Acronyms
    /// that are also English words ("tips", "us", "or") are left out.
    private static let acronyms: Set<String> = [
        "AICD", "AP", "ARDS", "AV", "BIPAP", "CABG", "CHF", "COPD", "CPAP", "CSF", "CT", "CTA", "CVC", "CVL", "CXR",
        "DVT",
        "ECG", "ECMO", "EKG", "ENT", "ETT", "GE", "GI", "HIV", "IABP", "ICD", "ICU", "IJ", "ILD", "IV", "IVC", "LAD",
        "LLL",
        "LUL", "LV", "LVAD", "MRI", "MVR", "NG", "NGT", "OG", "OGT", "PA", "PEEP", "PET", "PFO", "PICC", "RLL", "RML",
        "RUL",
        "RV", "SVC", "TAVR", "TB", "TEE", "UIP", "VATS", "VP",
    ]
}
