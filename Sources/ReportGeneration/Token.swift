/// Token ids that are not words.
package enum Token {
    package static let pad: Int32 = 0
    package static let begin: Int32 = 1
    package static let end: Int32 = 2
    package static let unknown: Int32 = 3
    package static let firstWord = 4
}

/// A padded batch of reports for training: what the decoder reads and what it should predict.
package struct TokenBatch: Sendable {
    /// B rows of T ids: begin, prompt, words, padding.
    package let inputs: [Int32]
    /// B rows of T ids: prompt, words, end, padding.
    package let targets: [Int32]
    /// B rows of T: 1 where the target belongs to the report, 0 for prompt and padding.
    package let reportMask: [Float]
    /// Number of reports, B.
    package let count: Int
    /// Maximum length T of the batch, including prompt and end token.
    package let length: Int

    /// Builds a batch from the word ids of each report, without begin and end tokens, and of its optional prompt. A
    /// report with its end token is cut to `longest` tokens; a cut report has no end token.
    package init(reports: [[Int32]], prompts: [[Int32]]? = nil, longest: Int = .max) {
        let prompts = prompts ?? reports.map { _ in [] }
        let rows = zip(prompts, reports).map { (prompt: $0, report: Array(($1 + [Token.end]).prefix(longest))) }
        self.init(rows: rows, length: rows.map { $0.prompt.count + $0.report.count }.max() ?? 0)
    }

    /// - Parameter rows: the prompt of each report and its words with the end token.
    private init(rows: [(prompt: [Int32], report: [Int32])], length: Int) {
        count = rows.count
        self.length = length
        let whole = rows.map { $0.prompt + $0.report }
        func padding(_ row: [Int32]) -> [Int32] { [Int32](repeating: Token.pad, count: length - row.count) }
        inputs = whole.flatMap { [Token.begin] + $0.dropLast() + padding($0) }
        targets = whole.flatMap { $0 + padding($0) }
        reportMask = zip(rows, whole).flatMap { parts, row in
            (0..<length).map { parts.prompt.count <= $0 && $0 < row.count ? 1 : 0 }
        }
    }

    /// The same reports without their prompts, padded to the same length.
    package var withoutPrompts: TokenBatch {
        let reports = (0..<count).map { row in
            (row * length..<(row + 1) * length).filter { reportMask[$0] == 1 }.map { targets[$0] }
        }
        return TokenBatch(rows: reports.map { ([], $0) }, length: length)
    }

    /// Some of the reports, padded to the length of the whole batch.
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
