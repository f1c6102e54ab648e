/// The words of a text that are already matched. The first 128 need no heap memory, which keeps copies cheap.
struct WordSet: Sendable {
    private var first: UInt128 = 0
    private var others: [UInt64] = []

    /// Whether the set contains none of the words.
    func isDisjoint(with words: Range<Int>) -> Bool {
        words.allSatisfy { word in
            if word < 128 { return first & (1 << UInt128(word)) == 0 }
            let place = (word - 128) / 64
            return place >= others.count || others[place] & (1 << UInt64(word % 64)) == 0
        }
    }

    mutating func insert(_ words: Range<Int>) {
        for word in words {
            if word < 128 {
                first |= 1 << UInt128(word)
            } else {
                let place = (word - 128) / 64
                while others.count <= place { others.append(0) }
                others[place] |= 1 << UInt64(word % 64)
            }
        }
    }
}
