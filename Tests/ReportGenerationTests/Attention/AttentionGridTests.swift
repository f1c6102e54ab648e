import Foundation
import Imaging
import NeuralNetwork
import Tensors
import Testing

@testable import ReportGeneration

/// Drafts with a network that attends to the brightest place of a film: its trunk takes means, its encoder changes nothing,
/// and each head compares brightness only.
private struct BrightnessReader {
    let generator: ReportGenerator
    let grid: AttentionGrid

    init(stem: ResNetStem, views: Int = 1) throws {
        try Compute.prepare(threads: 2)
        let vocabulary = Vocabulary(reports: [["clear", "."]], labels: nil)
        let configuration = ReportNetworkConfiguration(
            imageSize: 64, viewCount: views, trunkStem: stem, trunkWidths: stem == .small ? [2, 2, 2] : [2, 2],
            trunkBlocks: stem == .small ? [1, 1, 1] : [1, 1], hiddenSize: 4, headCount: 1, feedForwardSize: 4,
            encoderLayers: 1, decoderLayers: 2, vocabularySize: vocabulary.count, maxLength: 4, dropout: 0,
            labelCount: 1)
        let network = ReportNetwork(configuration, seed: 1)
        var checkpoint = network.checkpoint()
        for name in checkpoint.tensors.keys {
            guard var tensor = checkpoint.tensors[name] else { continue }
            Self.set(name, &tensor, vocabulary)
            checkpoint.tensors[name] = tensor
        }
        try network.load(checkpoint)
        generator = ReportGenerator(
            network: network,
            configuration: BundleConfiguration(
                name: "brightness", version: "1", network: configuration,
                preprocessing: Preprocessing(size: 64, clippedShare: 0), labels: ["Mass"], thresholds: [0.5],
                beamCount: 2,
                promptsFindings: false, textPipeline: .clinical),
            vocabulary: vocabulary, identity: ModelIdentity(name: "brightness", version: "1", weightsSHA256: "00"))
        grid = AttentionGrid(configuration)
    }

    private static func set(_ name: String, _ tensor: inout CheckpointTensor, _ vocabulary: Vocabulary) {
        let size = tensor.values.count
        func fill(_ value: Float) { tensor.values = [Float](repeating: value, count: size) }
        if name.hasPrefix("trunk."), tensor.shape.count == 4 {
            fill(1 / Float(tensor.shape.dropFirst().reduce(1, *)))
        } else if name == "projection.weight" {
            // The first two of four values are plus and minus the feature, which the norm keeps in order.
            tensor.values = [0.05, 0.05, -0.05, -0.05, 0, 0, 0, 0]
        } else if name == "projection.bias" {
            tensor.values = [0, 0, 1, -1]
        } else if name.hasPrefix("encoder.layers"), name.contains("out_proj") || name.contains("linear2") {
            fill(0)
        } else if name == "image_position" || name == "output.weight" {
            fill(0)
        } else if name.contains("multihead_attn.in_proj_weight") {
            fill(0)
            // Keys are in the second third of the rows.
            tensor.values[4 * 4] = 40
        } else if name.contains("multihead_attn.in_proj_bias") {
            fill(0)
            tensor.values[0] = 1
        } else if name == "output.bias" {
            fill(0)
            tensor.values[Int(vocabulary.encode(words: ["clear"])[0])] = 9
        }
    }

    /// A black film with a bright square around a place of the grid, a third of the grid's step wide to each side.
    func film(brightAt row: Int, _ column: Int, rows: Int, columns: Int) -> GrayscaleImage {
        func isNear(_ pixel: Int, _ place: Int, _ length: Int) -> Bool {
            let middle = (grid.first + Double(place) * grid.step) * Double(length)
            return abs(Double(pixel) + 0.5 - middle) < grid.step / 3 * Double(length)
        }
        return GrayscaleImage(
            rows: rows, columns: columns,
            pixels: (0..<rows * columns).map {
                isNear($0 / columns, row, rows) && isNear($0 % columns, column, columns) ? 1 : 0
            })
    }
}

@Suite struct AttentionGridTests {
    @Test(arguments: [ResNetStem.small, .imageNet])
    func `every place of the grid lies where the film has what the decoder looked at`(stem: ResNetStem) throws {
        let reader = try BrightnessReader(stem: stem)
        #expect(reader.grid == AttentionGrid(size: 8, first: 0.5 / 64, step: 8.0 / 64))
        for row in 0..<8 {
            for column in 0..<8 {
                let film = reader.film(brightAt: row, column, rows: 300, columns: 200)
                let attention = try #require(try reader.generator.draft([film]).attention)
                #expect(attention.grid == reader.grid && attention.pictures == [0])
                let map = try #require(attention.sentences.first)
                #expect(map.count == 64 && map.firstIndex(of: 255) == row * 8 + column)
            }
        }
    }

    @Test(arguments: [1, 2])
    func `each film of a study has its own map`(views: Int) throws {
        let reader = try BrightnessReader(stem: .small, views: views)
        let films = [
            reader.film(brightAt: 1, 6, rows: 64, columns: 64),
            GrayscaleImage(rows: 64, columns: 64, pixels: (0..<4096).map { Float($0 % 2) }),
        ]
        let attention = try #require(try reader.generator.draft(films).attention)
        #expect(attention.pictures == [0, 1])
        let map = try #require(attention.sentences.first)
        #expect(map.count == 128 && map.firstIndex(of: 255) == 14)
        let second = try #require(try reader.generator.draft(films.reversed()).attention?.sentences.first)
        #expect(second.firstIndex(of: 255) == 64 + 14)
    }
}
