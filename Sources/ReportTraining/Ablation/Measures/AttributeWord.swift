/// A word of a report that states an attribute, with the words for the attribute's other values.
struct AttributeWord: Equatable {
    let attribute: FactAttribute
    /// Position among the report's words.
    let position: Int
    let word: String
    let rivals: [String]

    /// The attribute words of a report, in order.
    static func all(in report: FactReport) -> [AttributeWord] {
        var words: [AttributeWord] = []
        var start = 0
        for sentence in report.sentences {
            let spelled = FactGrammar.words(of: [sentence])
            if case .fact(let fact) = FactGrammar.statements[sentence] {
                for (offset, word) in spelled.enumerated() {
                    guard let value = fact.values.first(where: { $0.word(for: fact.finding) == word }) else { continue }
                    let others = value.attribute.values.filter { $0 != value }
                    words.append(
                        AttributeWord(
                            attribute: value.attribute, position: start + offset, word: word,
                            rivals: others.map { $0.word(for: fact.finding) }))
                }
            }
            start += spelled.count
        }
        return words
    }
}
