/// The Snowball English stemmer ("Porter2", M. Porter 2001): removes suffixes from a lower-case word.
struct EnglishStemmer {
    var word: [UInt16]
    /// Starts of the regions R1 and R2: after the first consonant that follows a vowel, and the same again within R1.
    var region1 = 0
    var region2 = 0

    /// Stem of a word; a word of two letters or fewer is its own stem.
    static func stem(_ text: String) -> String {
        guard text.utf16.count > 2 else { return text }
        if let irregular = irregular[text] { return irregular }
        var stemmer = EnglishStemmer(word: Array(text.utf16))
        stemmer.run()
        return String(decoding: stemmer.word, as: UTF16.self).replacing("Y", with: "y")
    }

    private mutating func run() {
        if word.first == Letter.apostrophe { word.removeFirst() }
        markConsonantY()
        findRegions()
        dropPossessive()
        dropPlural()
        if !Self.unchanged.contains(String(decoding: word, as: UTF16.self)) {
            dropPastAndGerund()
            exchangeFinalY()
            shortenDoubleSuffix()
            shortenSuffix()
            dropSuffix()
            dropFinal()
        }
    }

    /// Letters that the steps compare with.
    enum Letter {
        static let apostrophe = UInt16(UInt8(ascii: "'"))
        static let e = UInt16(UInt8(ascii: "e"))
        static let i = UInt16(UInt8(ascii: "i"))
        static let l = UInt16(UInt8(ascii: "l"))
        static let s = UInt16(UInt8(ascii: "s"))
        static let t = UInt16(UInt8(ascii: "t"))
        static let y = UInt16(UInt8(ascii: "y"))
        static let consonantY = UInt16(UInt8(ascii: "Y"))
    }

    /// A "y" that begins the word or follows a vowel is a consonant, written "Y" until the end.
    private mutating func markConsonantY() {
        for index in word.indices where word[index] == Letter.y {
            if index == 0 || isVowel(word[index - 1]) { word[index] = Letter.consonantY }
        }
    }

    private mutating func findRegions() {
        region1 = Self.wholePrefixes.first(where: begins)?.utf16.count ?? regionStart(from: 0)
        region2 = regionStart(from: region1)
    }

    private func regionStart(from start: Int) -> Int {
        var index = start
        while index < word.count, !isVowel(word[index]) { index += 1 }
        while index < word.count, isVowel(word[index]) { index += 1 }
        return min(index + 1, word.count)
    }

    func isVowel(_ letter: UInt16) -> Bool {
        switch UInt8(exactly: letter) {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }

    func begins(_ prefix: String) -> Bool { word.starts(with: prefix.utf16) }

    func ends(_ suffix: String) -> Bool {
        word.count >= suffix.utf16.count && word.suffix(suffix.utf16.count).elementsEqual(suffix.utf16)
    }

    mutating func replace(_ count: Int, by ending: String) {
        word.removeLast(count)
        word += ending.utf16
    }

    /// Prefixes after which R1 starts, as exceptions to the rule.
    private static let wholePrefixes = ["gener", "commun", "arsen"]

    private static let irregular = [
        "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl",
        "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl", "sky": "sky",
        "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias", "andes": "andes",
    ]

    /// Words that are left unchanged after the plural step.
    private static let unchanged: Set<String> = [
        "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed",
    ]
}
