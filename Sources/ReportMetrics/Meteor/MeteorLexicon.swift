/// The properties of a word that METEOR's modules use.
struct MeteorWord: Sendable {
    let number: Int32
    let stem: Int32
    let synsets: Set<Int>
    let isFunction: Bool
}

/// The words of the texts so far, each looked up once.
struct MeteorLexicon: Sendable {
    private let wordNet: WordNet
    private var words: [String: MeteorWord] = [:]
    private var stems: [String: Int32] = [:]

    init(wordNet: WordNet) { self.wordNet = wordNet }

    /// Throws `ReportMetricsError.brokenFile` if WordNet's files are broken.
    mutating func word(_ text: String) throws -> MeteorWord {
        if let known = words[text] { return known }
        let stem = EnglishStemmer.stem(text)
        let next = Int32(stems.count)
        let number = stems[stem, default: next]
        stems[stem] = number
        let word = MeteorWord(
            number: Int32(words.count), stem: number, synsets: try wordNet.synsets(of: text),
            isFunction: FunctionWords.english.contains(text))
        words[text] = word
        return word
    }
}
