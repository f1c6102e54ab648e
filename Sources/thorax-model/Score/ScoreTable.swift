import Foundation
import NeuralNetwork
import ReportMetrics

/// The scores of a set of reports, printable as a table or as one JSON object.
struct ScoreTable: Encodable {
    /// One score; `key` is its name in JSON.
    struct Row {
        let key: String
        let name: String
        /// Nil if it cannot be computed, which is null in JSON.
        let estimate: Estimate?
        /// Why there is no estimate.
        var absence = ""
    }

    private static let resamples = 200
    private(set) var rows: [Row]
    private let scores: TextScores?

    /// Scores the pairs, with intervals from a fixed sequence of resamples.
    init(_ pairs: ReportPairs) {
        let all = Array(0..<pairs.count)
        let names: [(String, String, @Sendable (TextScores) -> Double?, String)] = [
            ("bleu1", "BLEU-1", { $0.bleu[0] }, ""), ("bleu2", "BLEU-2", { $0.bleu[1] }, ""),
            ("bleu3", "BLEU-3", { $0.bleu[2] }, ""), ("bleu4", "BLEU-4", { $0.bleu[3] }, ""),
            ("rougeL", "ROUGE-L", { $0.rougeL }, ""), ("cider", "CIDEr", { $0.cider }, ""),
            ("meteor15", "METEOR 1.5", { $0.meteor15 }, "needs --paraphrases"),
            ("meteor15NoParaphrase", "METEOR 1.5 without paraphrases", { $0.meteor15NoParaphrase }, ""),
        ]
        var generator = RandomGenerator(seed: 1)
        let resampled = (0..<Self.resamples).compactMap { _ in
            pairs.scores(of: all.map { _ in Int.random(in: all.indices, using: &generator) })
        }
        let scores = pairs.scores(of: all)
        self.scores = scores
        rows = names.map { key, name, value, absence in
            let estimate = scores.flatMap(value).map { Estimate(value: $0, resampled: resampled.compactMap(value)) }
            return Row(key: key, name: name, estimate: estimate, absence: absence)
        }
    }

    /// The scores as aligned text.
    var text: String {
        var lines = rows.map { row in
            let value = row.estimate.map { String(format: "%.4f  [%.4f, %.4f]", $0.value, $0.low, $0.high) }
            return Self.line(row.name, value ?? row.absence)
        }
        if let scores {
            lines.append(Self.line("reports", "\(scores.reports)"))
            lines.append(Self.line("distinct reports", "\(scores.distinct)"))
            let ratio = scores.lengthRatio.map { String(format: "%.4f", $0) }
            lines.append(Self.line("words to reference words", ratio ?? "the references have no words"))
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ name: String, _ value: String) -> String {
        name.padding(toLength: 34, withPad: " ", startingAt: 0) + value
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        var intervals: [String: [Double]] = [:]
        for row in rows {
            try object.encode(row.estimate?.value, forKey: Key(stringValue: row.key))
            if let estimate = row.estimate { intervals[row.key] = [estimate.low, estimate.high] }
        }
        try object.encode(intervals, forKey: Key(stringValue: "intervals95"))
        try object.encode(scores?.reports, forKey: Key(stringValue: "reports"))
        try object.encode(scores?.distinct, forKey: Key(stringValue: "distinct"))
        try object.encode(scores?.lengthRatio, forKey: Key(stringValue: "lengthRatio"))
    }
}
