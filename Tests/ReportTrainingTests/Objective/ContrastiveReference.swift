import FindingLabels
import Foundation
import Tensors

@testable import ReportTraining

/// `Tests/References/contrastive.json`, made by `contrastive.py` beside it with torch.
struct ContrastiveReference: Decodable {
    struct Settings: Decodable {
        let similarity: SimilarityMeasure
        let weight: ContrastiveSettings.Weight
        let beta, hardness, temperature, uncertain: Float
        let direction: ContrastiveSettings.Direction
        let massNormalised, softPositives, queue: Bool
        let identicalNormals: ContrastiveSettings.IdenticalNormals

        var settings: ContrastiveSettings {
            ContrastiveSettings(
                similarity: similarity, weight: weight, beta: beta, hardness: hardness, temperature: temperature,
                direction: direction, massNormalised: massNormalised, identicalNormals: identicalNormals,
                uncertain: uncertain, softPositives: softPositives)
        }
    }

    struct Case: Decodable {
        let settings: Settings
        let loss: Float
        let images, texts: [Float]
    }

    struct Heads: Decodable {
        struct Weight: Decodable {
            let shape: [Int]
            let values, gradient: [Float]
        }
        let memory, states, mask, memoryGradient, statesGradient: [Float]
        let loss: Float
        let weights: [String: Weight]
    }

    let size: Int
    let images, texts, queueImages, queueTexts: [Float]
    let statuses: [[FindingStatus]]
    let cases: [Case]
    let heads: Heads

    static func read() throws -> ContrastiveReference {
        try Compute.prepare(threads: 2)
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appending(path: "References/contrastive.json")
        return try JSONDecoder().decode(ContrastiveReference.self, from: Data(contentsOf: file))
    }

    /// The label names of `statuses`.
    var labels: [String] { statuses[0].indices.map { "label \($0)" } }
}

/// The largest difference, relative to the largest expected value.
func largestDifference(_ found: [Float], _ expected: [Float]) -> Float {
    let scale = expected.map(abs).max() ?? 1
    return zip(found, expected).map { abs($0 - $1) }.max().map { $0 / max(scale, 1e-6) } ?? .infinity
}
