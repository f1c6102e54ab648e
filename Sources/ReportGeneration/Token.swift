/// The token ids that are not words.
package enum Token {
    package static let pad: Int32 = 0
    package static let begin: Int32 = 1
    package static let end: Int32 = 2
    package static let unknown: Int32 = 3
    package static let firstWord = 4
}

/// Reports side by side for training: what the decoder reads and what it should say next.
package struct TokenBatch: Sendable {
    /// B rows of T ids: begin, words, padding.
    package let inputs: [Int32]
    /// B rows of T ids: words, end, padding.
    package let targets: [Int32]
    /// Number of reports, B.
    package let count: Int
    /// Tokens of the longest report with its end, T.
    package let length: Int

    /// Word ids of each report without begin and end.
    package init(reports: [[Int32]]) {
        count = reports.count
        let length = (reports.map(\.count).max() ?? 0) + 1
        self.length = length
        func row(_ ids: [Int32]) -> [Int32] { ids + [Int32](repeating: Token.pad, count: length - ids.count) }
        inputs = reports.flatMap { row([Token.begin] + $0) }
        targets = reports.flatMap { row($0 + [Token.end]) }
    }
}
