extension MeteorNormalizer {
    /// Handles the period after each word, removes the periods of acronyms and converts words to lower case.
    static func finished(_ words: [ArraySlice<UInt32>]) -> [String] {
        var result: [String] = []
        result.reserveCapacity(words.count + 8)
        for (index, word) in words.enumerated() {
            guard word.count > 1, word.last == Mark.dot, word.contains(where: { $0 != Mark.dot }) else {
                result.append(lowercased(word))
                continue
            }
            let stem = word.dropLast()
            let isDottedWithLetters = stem.contains(Mark.dot) && stem.contains(where: isLetter)
            if isDottedWithLetters {
                result.append(lowercased(word.filter { $0 != Mark.dot }[...]))
            } else if keepsDot(stem, next: index + 1 < words.count ? words[index + 1].first : nil) {
                result.append(lowercased(word))
            } else {
                result.append(lowercased(stem))
                result.append(".")
            }
        }
        return result
    }

    /// An abbreviation keeps its period, and so does any word followed by a lower-case one.
    private static func keepsDot(_ stem: ArraySlice<UInt32>, next: UInt32?) -> Bool {
        let name = text(stem)
        if abbreviations.contains(name) { return true }
        guard let next else { return false }
        return (0x61...0x7A).contains(next) || (isDigit(next) && numberAbbreviations.contains(name))
    }

    private static func lowercased(_ word: ArraySlice<UInt32>) -> String {
        var result = String.UnicodeScalarView()
        for value in word {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if value < 0x80 {
                result.append((0x41...0x5A).contains(value) ? Unicode.Scalar(UInt8(value) + 0x20) : scalar)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    private static func text(_ word: ArraySlice<UInt32>) -> String {
        String(String.UnicodeScalarView(word.compactMap(Unicode.Scalar.init)))
    }

    static func isDigit(_ sign: UInt32) -> Bool { (0x30...0x39).contains(sign) }

    /// Latin, Cyrillic and phonetic letters; characters of other scripts become words of their own.
    static func isLetter(_ sign: UInt32) -> Bool {
        switch sign {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x17E, 0x400...0x527, 0x1D00...0x1D7F: true
        default: false
        }
    }

    static func isAlphanumeric(_ sign: UInt32) -> Bool { isDigit(sign) || isLetter(sign) }

    /// Titles, ranks and initials after which a period does not end a sentence; case-sensitive.
    private static let abbreviations = Set(
        """
        A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
        Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Comdr Con Corp Cpl DR Dr Drs Ens Gen Gov Hon Hosp Hr Insp Lt
        MM MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Nos Nr Op Ord Pfc Ph Prof Pvt Rep Reps Res Rev Rt Sen Sens Sfc
        Sgt Sr St Supt Surg rev v vs
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Abbreviations only before a number.
    private static let numberAbbreviations: Set<String> = ["Art", "No", "pp"]
}
