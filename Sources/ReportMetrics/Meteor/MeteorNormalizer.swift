/// Brings a text into METEOR's words (`-norm`): punctuation apart, hyphens opened, English contractions split, the
/// dots of abbreviations kept and those of acronyms dropped, lower case.
///
/// "<unk>" becomes three words; "x-ray" two; "2.5" and "1,000" stay one.
struct MeteorNormalizer {
    /// Words of a text.
    static func words(_ text: String) -> [String] {
        var scalars = unified(text)
        scalars = separatedDots(scalars)
        scalars = separatedPunctuation(scalars)
        scalars = joinedPairs(separatedCommas(scalars), of: Mark.hyphen, into: Mark.hyphen)
        scalars = separatedApostrophes(scalars)
        scalars = openedHyphens(scalars)
        return finished(scalars.split(separator: Mark.space))
    }

    /// Code points with a meaning here.
    enum Mark {
        static let space: UInt32 = 0x20
        static let quote: UInt32 = 0x22
        static let apostrophe: UInt32 = 0x27
        static let comma: UInt32 = 0x2C
        static let hyphen: UInt32 = 0x2D
        static let dot: UInt32 = 0x2E
    }

    /// One space for every kind of white space, one sign for every kind of quotation mark; spaces at both ends, so
    /// that every sign has two neighbours.
    private static func unified(_ text: String) -> [UInt32] {
        var signs: [UInt32] = [Mark.space]
        signs.reserveCapacity(text.utf8.count + 2)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x60, 0x2018, 0x2019: signs.append(Mark.apostrophe)
            case 0x201C, 0x201D: signs.append(Mark.quote)
            case 0x2013: signs += [Mark.space, Mark.hyphen, Mark.space]
            default: signs.append(scalar.properties.isWhitespace ? Mark.space : scalar.value)
            }
        }
        signs.append(Mark.space)
        return joinedPairs(signs, of: Mark.apostrophe, into: Mark.quote)
    }

    private static func joinedPairs(_ signs: [UInt32], of sign: UInt32, into one: UInt32) -> [UInt32] {
        guard signs.contains(sign) else { return signs }
        var result: [UInt32] = []
        var index = 0
        while index < signs.count {
            let isPair = signs[index] == sign && index + 1 < signs.count && signs[index + 1] == sign
            result.append(isPair ? one : signs[index])
            index += isPair ? 2 : 1
        }
        return result
    }

    /// Runs of two and more dots become words of their own.
    private static func separatedDots(_ signs: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(signs.count + 8)
        var index = 0
        while index < signs.count {
            var end = index
            while end < signs.count, signs[end] == Mark.dot { end += 1 }
            if end - index >= 2 {
                result.append(Mark.space)
                result += signs[index..<end]
                result.append(Mark.space)
                index = end
            } else {
                result.append(signs[index])
                index += 1
            }
        }
        return result
    }

    /// A hyphen between letters or digits becomes a space. Neighbours are used up, so "a-b-c" is "a b-c".
    private static func openedHyphens(_ signs: [UInt32]) -> [UInt32] {
        replaced(
            signs, Mark.hyphen, before: { $0 == Mark.dot || isAlphanumeric($0) }, after: isAlphanumeric,
            by: [Mark.space])
    }

    private static func separatedPunctuation(_ signs: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(signs.count * 5 / 4)
        for sign in signs {
            switch sign {
            case Mark.space, Mark.dot, Mark.comma, Mark.apostrophe, Mark.hyphen: result.append(sign)
            case _ where isAlphanumeric(sign): result.append(sign)
            default: result += [Mark.space, sign, Mark.space]
            }
        }
        return result
    }

    /// Commas stand apart unless digits are on both sides.
    private static func separatedCommas(_ signs: [UInt32]) -> [UInt32] {
        let apart = [Mark.space, Mark.comma, Mark.space]
        var signs = replaced(signs, Mark.comma, before: { !isDigit($0) }, after: { !isDigit($0) }, by: apart)
        signs = replaced(signs, Mark.comma, before: isDigit, after: { !isDigit($0) }, by: apart)
        return replaced(signs, Mark.comma, before: { !isDigit($0) }, after: isDigit, by: apart)
    }

    /// "it's" is "it 's", "lungs'" is "lungs '", "90's" is "90 's".
    private static func separatedApostrophes(_ signs: [UInt32]) -> [UInt32] {
        let apart = [Mark.space, Mark.apostrophe, Mark.space]
        let ahead = [Mark.space, Mark.apostrophe]
        let mark = Mark.apostrophe
        var signs = replaced(signs, mark, before: { !isLetter($0) }, after: { !isLetter($0) }, by: apart)
        signs = replaced(signs, mark, before: { !isAlphanumeric($0) }, after: isLetter, by: apart)
        signs = replaced(signs, mark, before: isLetter, after: { !isLetter($0) }, by: apart)
        signs = replaced(signs, mark, before: isLetter, after: isLetter, by: ahead)
        return replaced(signs, mark, before: isDigit, after: { $0 == 0x73 }, by: ahead)
    }

    /// Replaces a sign between two that fit; the three are used up together, from the left.
    private static func replaced(
        _ signs: [UInt32], _ sign: UInt32, before: (UInt32) -> Bool, after: (UInt32) -> Bool, by other: [UInt32]
    ) -> [UInt32] {
        guard signs.contains(sign) else { return signs }
        var result: [UInt32] = []
        result.reserveCapacity(signs.count + 16)
        var index = 0
        while index < signs.count {
            if index + 2 < signs.count, signs[index + 1] == sign, before(signs[index]), after(signs[index + 2]) {
                result.append(signs[index])
                result += other
                result.append(signs[index + 2])
                index += 3
            } else {
                result.append(signs[index])
                index += 1
            }
        }
        return result
    }
}
