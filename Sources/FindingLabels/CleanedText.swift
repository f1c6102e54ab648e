/// A report prepared for matching: lower case, single spaces, no hyphens, no de-identification marks, divided into
/// sentences; each byte remembers its origin.
///
/// Cleans as the CheXpert labeler does: "and/or" and a slash between letters become "or". Unlike it, keeps decimals
/// whole.
struct CleanedText {
    /// A longer sentence is cut here (bytes), so that work stays linear in the text.
    static let longestSentence = 1024

    private(set) var bytes: [UInt8] = []
    /// For each byte, its position in the original UTF-8.
    private(set) var origins: [Int] = []
    private(set) var sentences: [Range<Int>] = []

    private let source: [UInt8]
    private var start = 0

    init(_ text: String) {
        source = Array(text.utf8)
        bytes.reserveCapacity(source.count + 16)
        origins.reserveCapacity(source.count + 16)
        var position = 0
        while position < source.count { position = take(position) }
        endSentence()
    }

    /// Processes the text at a position and returns the next position.
    private mutating func take(_ position: Int) -> Int {
        let byte = source[position]
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"): return takePeriod(position)
        case UInt8(ascii: "\n"): return takeLineBreak(position)
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "-"):
            space(from: position)
        case UInt8(ascii: "/"): return takeSlash(position)
        case 0xE2 where at(position + 1) == 0x80:
            // General punctuation (U+2000…): an ellipsis ends a sentence; dashes and quotes become spaces.
            if at(position + 2) == 0xA6 { endSentence() } else { space(from: position) }
            return position + 3
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            if let end = deidentified(position) { return end }
            append(byte | 0x20, from: position)
        default: append(byte, from: position)
        }
        return position + 1
    }

    private func at(_ position: Int) -> UInt8 {
        source.indices.contains(position) ? source[position] : UInt8(ascii: " ")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte & 0xDF) && byte < 0x80 }

    /// A period ends a sentence, except in decimals and "vs."
    private mutating func takePeriod(_ position: Int) -> Int {
        let isDecimal = Self.isDigit(at(position - 1)) && Self.isDigit(at(position + 1))
        let isVersus = bytes.suffix(3).elementsEqual(" vs".utf8)
        if isDecimal || isVersus {
            append(source[position], from: position)
        } else {
            endSentence()
        }
        return position + 1
    }

    /// A line break becomes a space, but ends a sentence before an empty line, a list item or a capitalized line, and
    /// after a heading.
    private mutating func takeLineBreak(_ position: Int) -> Int {
        var start = position + 1
        while [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(at(start)), start < source.count {
            start += 1
        }
        let first = at(start)
        let second = at(start + 1)
        let isCapital = Self.isUpper(first) && Self.isLetter(second) && !Self.isUpper(second)
        let isBullet = [UInt8(ascii: "\n"), UInt8(ascii: "-"), UInt8(ascii: "*"), 0xE2]
            .contains(first)
        let isNumbered =
            Self.isDigit(first) && (second == UInt8(ascii: ".") || second == UInt8(ascii: ")"))
            && !Self.isDigit(at(start + 2))
        let isHeading = bytes.last == UInt8(ascii: ":") && bytes.count > self.start
        if isCapital || isBullet || isNumbered || isHeading { endSentence() } else { space(from: position) }
        return position + 1
    }

    private mutating func takeSlash(_ position: Int) -> Int {
        guard Self.isLetter(at(position - 1)), Self.isLetter(at(position + 1)) else {
            append(source[position], from: position)
            return position + 1
        }
        let isAndOr =
            bytes.suffix(4).elementsEqual(" and".utf8) && at(position + 1) | 0x20 == UInt8(ascii: "o")
            && at(position + 2) | 0x20 == UInt8(ascii: "r") && !Self.isLetter(at(position + 3))
        if isAndOr {
            bytes.removeLast(3)
            origins.removeLast(3)
        } else {
            for byte in " or ".utf8 { append(byte, from: position) }
        }
        return position + 1
    }

    /// The end of a run of four or more X, which replaces a removed name; nil if there is none.
    private func deidentified(_ position: Int) -> Int? {
        guard at(position) == UInt8(ascii: "X"), !Self.isLetter(at(position - 1)) else { return nil }
        var end = position
        while at(end) == UInt8(ascii: "X") { end += 1 }
        return end - position >= 4 && !Self.isLetter(at(end)) ? end : nil
    }

    private mutating func space(from position: Int) {
        guard bytes.count > start, bytes.last != UInt8(ascii: " ") else { return }
        append(UInt8(ascii: " "), from: position)
        if bytes.count - start > Self.longestSentence { endSentence() }
    }

    private mutating func append(_ byte: UInt8, from position: Int) {
        bytes.append(byte)
        origins.append(position)
        if bytes.count - start > 2 * Self.longestSentence { endSentence() }
    }

    /// Closes the sentence if it has a letter.
    private mutating func endSentence() {
        if bytes[start...].contains(where: { Self.isLetter($0) || $0 >= 0x80 }) {
            sentences.append(start..<bytes.count)
        }
        start = bytes.count
    }
}

extension CleanedText {
    /// Widens a range to whole words, without the spaces around them.
    func wholeWords(_ range: Range<Int>, in sentence: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, !PhraseAutomaton.isWord(bytes[start]) { start += 1 }
        while start > sentence.lowerBound, PhraseAutomaton.isWord(bytes[start - 1]) { start -= 1 }
        while end < sentence.upperBound, PhraseAutomaton.isWord(bytes[end]) { end += 1 }
        return start..<end
    }

    /// The same range in the original UTF-8.
    func origin(of range: Range<Int>) -> Range<Int> {
        origins[range.lowerBound]..<origins[range.upperBound - 1] + 1
    }

    /// A sentence without the spaces around it.
    func trimmed(_ sentence: Range<Int>) -> Range<Int> {
        let space = UInt8(ascii: " ")
        let start = bytes[sentence].firstIndex { $0 != space } ?? sentence.lowerBound
        let end = bytes[sentence].lastIndex { $0 != space } ?? start
        return start..<max(end + 1, start)
    }
}
