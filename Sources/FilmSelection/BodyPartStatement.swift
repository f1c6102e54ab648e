/// What an attribute says of the part of the body.
enum BodyPartStatement: Sendable, Equatable {
    case nothing
    case chest
    /// Another part, whether or not the text names the chest too.
    case elsewhere(word: String, isBesideChest: Bool)
    /// The text has no word of the tables.
    case unknown

    init(_ text: FoldedText, furtherChestWords: [WordPattern]) {
        let namesChest = (ChestWords.table + furtherChestWords).first(in: text) != nil
        if text.words.isEmpty || ChestWords.namesNothing(text) {
            self = .nothing
        } else if let pattern = ChestWords.named.first(in: text) {
            self = .elsewhere(word: pattern.name, isBesideChest: false)
        } else if let pattern = ChestWords.others.first(in: text) {
            self = .elsewhere(word: pattern.name, isBesideChest: namesChest)
        } else {
            self = namesChest ? .chest : .unknown
        }
    }
}
