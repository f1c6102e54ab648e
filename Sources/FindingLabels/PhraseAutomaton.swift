/// Finds every occurrence of many phrases in one pass over the text (Aho and Corasick 1975), with a transition table.
///
/// Phrases consist of letters a–z, spaces and `,;?'`; `_` at either end stands for a word boundary. Time is linear in
/// the text, however many phrases there are.
struct PhraseAutomaton: Sendable {
    struct Match: Equatable {
        /// Index of the phrase in the list.
        let phrase: Int
        /// The occurrence, in bytes of the searched text.
        let range: Range<Int>
    }

    private struct Pattern {
        let length: Int
        let startsWord: Bool
        let endsWord: Bool
    }

    private static let width = 32
    private var next: [Int32] = []
    private var patterns: [Pattern] = []
    /// Patterns that end in each state, including those of its suffixes: state s has those at
    /// `endingStarts[s]..<endingStarts[s + 1]`.
    private var endingStarts: [Int] = []
    private var endingPatterns: [Int] = []

    init(_ phrases: [String]) {
        var endings: [[Int]] = []
        addState(&endings)
        for phrase in phrases { add(phrase, &endings) }
        link(&endings)
        endingStarts = endings.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        endingPatterns = endings.flatMap { $0 }
    }

    /// Calls `body` for each occurrence within `range` of lower-case text, ordered by end position.
    func search(_ text: [UInt8], in range: Range<Int>, _ body: (Match) -> Void) {
        var state = 0
        for position in range {
            state = Int(next[state * Self.width + Self.symbol(text[position])])
            for ending in endingStarts[state]..<endingStarts[state + 1] {
                let phrase = endingPatterns[ending]
                let pattern = patterns[phrase]
                let end = position + 1
                let start = end - pattern.length
                if pattern.startsWord, start > range.lowerBound, Self.isWord(text[start - 1]) { continue }
                if pattern.endsWord, end < range.upperBound, Self.isWord(text[end]) { continue }
                body(Match(phrase: phrase, range: start..<end))
            }
        }
    }

    /// Whether a byte is part of a word: letters, digits and all bytes of non-ASCII characters.
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }

    private static func symbol(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
        case UInt8(ascii: " "): 26
        case UInt8(ascii: ","): 27
        case UInt8(ascii: ";"): 28
        case UInt8(ascii: "?"): 29
        case UInt8(ascii: "'"): 30
        default: 31
        }
    }

    private mutating func addState(_ endings: inout [[Int]]) {
        next.append(contentsOf: repeatElement(-1, count: Self.width))
        endings.append([])
    }

    private mutating func add(_ phrase: String, _ endings: inout [[Int]]) {
        let letters = phrase.utf8.filter { $0 != UInt8(ascii: "_") }
        var state = 0
        for letter in letters {
            let edge = state * Self.width + Self.symbol(letter)
            if next[edge] < 0 {
                next[edge] = Int32(endings.count)
                addState(&endings)
            }
            state = Int(next[edge])
        }
        endings[state].append(patterns.count)
        patterns.append(
            Pattern(length: letters.count, startsWord: phrase.hasPrefix("_"), endsWord: phrase.hasSuffix("_")))
    }

    /// Breadth-first: a missing transition is copied from the longest proper suffix.
    private mutating func link(_ endings: inout [[Int]]) {
        var suffix = [Int](repeating: 0, count: endings.count)
        var queue = [0]
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            for symbol in 0..<Self.width {
                let edge = state * Self.width + symbol
                let fallback = state == 0 ? 0 : Int(next[suffix[state] * Self.width + symbol])
                guard next[edge] >= 0 else {
                    next[edge] = Int32(fallback)
                    continue
                }
                let child = Int(next[edge])
                suffix[child] = fallback
                endings[child] += endings[fallback]
                queue.append(child)
            }
        }
    }
}
