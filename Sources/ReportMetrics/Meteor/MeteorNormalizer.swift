/// Splits a text into METEOR's words (`-norm`): separates punctuation, opens hyphens, splits English contractions,
/// keeps the periods of abbreviations, removes those of acronyms, and converts to lower case.
///
/// "<unk>" becomes three words and "x-ray" two; "2.5" and "1,000" stay one.
struct MeteorNormalizer {
    /// The words of a text.
    static func words(_ text: String) -> [String] {
        var scalars = unified(text)
        scalars = separatedDots(scalars)
        scalars = separatedPunctuation(scalars)
        scalars = joinedPairs(separatedCommas(scalars), of: Mark.hyphen, into: Mark.hyphen)
        scalars = separatedApostrophes(scalars)
        scalars = openedHyphens(scalars)
        return finished(scalars.split(separator: Mark.space))
    }

    /// Code points with a special meaning.
    enum Mark {
        static let space: UInt32 = 0x20
        static let quote: UInt32 = 0x22
        static let apostrophe: UInt32 = 0x27
        static let comma: UInt32 = 0x2C
        static let hyphen: UInt32 = 0x2D
        static let dot: UInt32 = 0x2E
    }

    /// Maps all white space to one kind of space and all quotation marks to one kind, and adds a space at both ends so
    /// that every character has two neighbours.
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

    /// Makes runs of two or more periods separate words.
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

    /// Replaces a hyphen between letters or digits by a space. A match consumes its neighbours, so "a-b-c" becomes "a
    /// b-c".
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

    /// Separates commas unless they have digits on both sides.
    private static func separatedCommas(_ signs: [UInt32]) -> [UInt32] {
        let apart = [Mark.space, Mark.comma, Mark.space]
        var signs = replaced(signs, Mark.comma, before: { !isDigit($0) }, after: { !isDigit($0) }, by: apart)
        signs = replaced(signs, Mark.comma, before: isDigit, after: { !isDigit($0) }, by: apart)
        return replaced(signs, Mark.comma, before: { !isDigit($0) }, after: isDigit, by: apart)
    }

    /// "it's" becomes "it 's", "lungs'" becomes "lungs '", "90's" becomes "90 's".
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

    /// Replaces a character whose two neighbours match; scans from the left, and a match consumes all three.
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
