import Foundation

/// `Tests/References/metrics.json`, made by `metrics.py` beside it from scikit-learn and pycocoevalcap.
struct ReferenceValues: Decodable {
    struct Curve: Decodable {
        let scores: [Float]
        let labels: [Bool]
        let auc: Double
    }

    let pairs: [[String]]
    let bleu: [Double]
    let bleuOfFirst: [Double]
    let rougeL: [Double]
    let curves: [Curve]
    let claimed: [[Int]]
    let labelled: [[Int]]
    let micro: [Double]
    let macro: [Double]
    let sorted: [Double]
    let percentiles: [String: Double]

    static func load() throws -> ReferenceValues {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let bytes = try Data(contentsOf: folder.appendingPathComponent("References/metrics.json"))
        return try JSONDecoder().decode(ReferenceValues.self, from: bytes)
    }

    /// Words of the candidate and of the reference.
    var words: [(candidate: [String], reference: [String])] {
        pairs.map { pair in
            (pair[0].split(separator: " ").map(String.init), pair[1].split(separator: " ").map(String.init))
        }
    }
}

func isClose(_ first: Double, _ second: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(first - second) <= tolerance
}
