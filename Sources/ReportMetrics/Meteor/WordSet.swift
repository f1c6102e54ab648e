/// Words of a text that are taken. The first 128 need no memory of their own, so that copying is cheap.
struct WordSet: Sendable {
    private var first: UInt128 = 0
    private var others: [UInt64] = []

    /// Whether none of the words is in the set.
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
