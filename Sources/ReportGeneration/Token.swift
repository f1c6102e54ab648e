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
    /// B rows of T ids: begin, prompt, words, padding.
    package let inputs: [Int32]
    /// B rows of T ids: prompt, words, end, padding.
    package let targets: [Int32]
    /// B rows of T: 1 where the target is of the report itself, 0 at a prompt's and at padding.
    package let reportMask: [Float]
    /// Number of reports, B.
    package let count: Int
    /// Tokens of the longest report with its prompt and end, T.
    package let length: Int

    /// Word ids of each report without begin and end, and of its prompt if it has one. Of a report with its end at most
    /// `longest` tokens are kept, so that one that is cut has no end.
    package init(reports: [[Int32]], prompts: [[Int32]]? = nil, longest: Int = .max) {
        let prompts = prompts ?? reports.map { _ in [] }
        let rows = zip(prompts, reports).map { prompt, report in prompt + (report + [Token.end]).prefix(longest) }
        let length = rows.map(\.count).max() ?? 0
        count = rows.count
        self.length = length
        func padding(_ row: [Int32]) -> [Int32] { [Int32](repeating: Token.pad, count: length - row.count) }
        inputs = rows.flatMap { [Token.begin] + $0.dropLast() + padding($0) }
        targets = rows.flatMap { $0 + padding($0) }
        reportMask = zip(prompts, rows).flatMap { prompt, row in
            (0..<length).map { prompt.count <= $0 && $0 < row.count ? 1 : 0 }
        }
    }

    /// Some of the reports, padded as they are among all.
    package func rows(_ range: Range<Int>) -> TokenBatch { TokenBatch(self, rows: range) }

    private init(_ all: TokenBatch, rows: Range<Int>) {
        count = rows.count
        length = all.length
        let places = rows.lowerBound * length..<rows.upperBound * length
        inputs = Array(all.inputs[places])
        targets = Array(all.targets[places])
        reportMask = Array(all.reportMask[places])
    }
}
