/// The steps of the algorithm, in order. Each finds its longest matching suffix first and checks the region afterwards.
extension EnglishStemmer {
    /// Step 0.
    mutating func dropPossessive() {
        if let suffix = longest(of: ["'s'", "'s", "'"]) { word.removeLast(suffix.utf16.count) }
    }

    /// Step 1a.
    mutating func dropPlural() {
        switch longest(of: ["sses", "ied", "ies", "us", "ss", "s"]) {
        case "sses": word.removeLast(2)
        case "ied", "ies": word.removeLast(word.count > 4 ? 2 : 1)
        case "s": if word.dropLast(2).contains(where: isVowel) { word.removeLast() }
        default: break
        }
    }

    /// Step 1b.
    mutating func dropPastAndGerund() {
        guard let suffix = longest(of: ["eedly", "ingly", "edly", "eed", "ing", "ed"]) else { return }
        let start = word.count - suffix.utf16.count
        if suffix.hasPrefix("ee") {
            if start >= region1 { replace(suffix.utf16.count, by: "ee") }
            return
        }
        guard word[..<start].contains(where: isVowel) else { return }
        word.removeLast(suffix.utf16.count)
        if longest(of: ["at", "bl", "iz"]) != nil {
            word.append(Letter.e)
        } else if longest(of: ["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"]) != nil {
            word.removeLast()
        } else if isShort {
            word.append(Letter.e)
        }
    }

    /// Step 1c.
    mutating func exchangeFinalY() {
        guard word.count > 2, let last = word.last, last == Letter.y || last == Letter.consonantY else { return }
        if !isVowel(word[word.count - 2]) { word[word.count - 1] = Letter.i }
    }

    /// Step 2.
    mutating func shortenDoubleSuffix() {
        guard let suffix = longest(of: Self.doubleSuffixes.keys), let ending = Self.doubleSuffixes[suffix],
            word.count - suffix.utf16.count >= region1
        else { return }
        let before = word.dropLast(suffix.utf16.count).last
        if suffix == "ogi", before != Letter.l { return }
        if suffix == "li", !"cdeghkmnrt".utf16.contains(before ?? 0) { return }
        replace(suffix.utf16.count, by: ending)
    }

    /// Step 3.
    mutating func shortenSuffix() {
        guard let suffix = longest(of: Self.suffixes.keys), let ending = Self.suffixes[suffix] else { return }
        let start = word.count - suffix.utf16.count
        guard start >= (suffix == "ative" ? region2 : region1) else { return }
        replace(suffix.utf16.count, by: ending)
    }

    /// Step 4.
    mutating func dropSuffix() {
        guard let suffix = longest(of: Self.lastSuffixes), word.count - suffix.utf16.count >= region2 else { return }
        if suffix == "ion" {
            let before = word.dropLast(3).last
            guard before == Letter.s || before == Letter.t else { return }
        }
        word.removeLast(suffix.utf16.count)
    }

    /// Step 5.
    mutating func dropFinal() {
        let start = word.count - 1
        if word.last == Letter.e {
            let stem = word.dropLast()
            if start >= region2 || (start >= region1 && !endsInShortSyllable(stem)) { word.removeLast() }
        } else if word.last == Letter.l, start >= region2, word.dropLast().last == Letter.l {
            word.removeLast()
        }
    }

    /// A word is short if it ends in a short syllable and R1 is empty.
    private var isShort: Bool { region1 >= word.count && endsInShortSyllable(word[...]) }

    private func endsInShortSyllable(_ letters: ArraySlice<UInt16>) -> Bool {
        let count = letters.count
        if count == 2 { return isVowel(letters[0]) && !isVowel(letters[1]) }
        guard count > 2 else { return false }
        let last = letters[count - 1]
        let isClosed = !isVowel(last) && !"wxY".utf16.contains(last)
        return isClosed && isVowel(letters[count - 2]) && !isVowel(letters[count - 3])
    }

    private func longest(of suffixes: some Sequence<String>) -> String? {
        suffixes.filter(ends).max { $0.utf16.count < $1.utf16.count }
    }

    private static let doubleSuffixes = [
        "tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent", "izer": "ize",
        "ization": "ize", "ational": "ate", "ation": "ate", "ator": "ate", "alism": "al", "aliti": "al", "alli": "al",
        "fulness": "ful", "ousli": "ous", "ousness": "ous", "iveness": "ive", "iviti": "ive", "biliti": "ble",
        "bli": "ble", "ogi": "og", "fulli": "ful", "lessli": "less", "li": "",
    ]

    private static let suffixes = [
        "tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic", "ical": "ic", "ful": "",
        "ness": "", "ative": "",
    ]

    private static let lastSuffixes = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous",
        "ive", "ize", "ion",
    ]
}
