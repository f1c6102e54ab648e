import Foundation
import NeuralNetwork
import Tensors
import Testing

@testable import ReportGeneration

@Suite struct SentenceAttentionTests {
    private let grid = AttentionGrid(size: 2, first: 0.1, step: 0.5)

    private func maps(_ words: [[[Float]]], views: Int = 1, pictures: [Int] = [0]) -> SentenceAttention? {
        SentenceAttention(ofWords: words, grid: grid, views: views, pictures: pictures)
    }

    @Test func `a sentence has the mean of its words, as shares of its highest place`() {
        let found = maps([[[0.5, 0.25, 0.25, 0], [0.25, 0.25, 0, 0.5]], [[0, 0, 0, 1]]])
        #expect(found?.sentences == [[255, 170, 85, 170], [0, 0, 0, 255]])
    }

    @Test func `pictures that were left out have no map, and a repeated one has one`() {
        #expect(maps([[[0, 0, 0, 1, 0, 0, 0, 0]]], pictures: [0, 2])?.sentences == [[0, 0, 0, 255, 0, 0, 0, 0]])
        let repeated = maps([[[0.25, 0, 0, 0.25, 0.25, 0, 0.25, 0]]], views: 2, pictures: [1])
        #expect(repeated?.pictures == [1] && repeated?.sentences == [[255, 0, 128, 128]])
        #expect(maps([[[1, 0, 0, 0, 0, 0, 0, 0]]], views: 2, pictures: [0, 1, 3])?.pictures == [0, 1])
    }

    @Test func `a sentence without known attention leaves the draft without any`() {
        #expect(maps([[[1, 0, 0, 0]], []]) == nil)
        #expect(maps([])?.sentences == [])
    }
}

/// The attention that the prepared decoder keeps, against its definition.
@Suite struct DecoderAttentionTests {
    private let network: ReportNetwork
    private let study: EncodedStudy
    private let biases: [[Float]]
    private static let configuration = ReportNetworkConfiguration(
        imageSize: 32, trunkWidths: [4, 8], trunkBlocks: [1, 1], hiddenSize: 8, headCount: 2, feedForwardSize: 16,
        encoderLayers: 1, decoderLayers: 2, vocabularySize: 11, maxLength: 7, dropout: 0, labelCount: 3)

    /// A network whose queries of cross-attention are the same in every step: the bias.
    init() throws {
        try Compute.prepare(threads: 2)
        network = ReportNetwork(Self.configuration, seed: 3)
        var checkpoint = network.checkpoint()
        let size = Self.configuration.hiddenSize
        biases = (0..<2).map { layer in (0..<size).map { Float(($0 * 5 + layer * 3) % 7) - 3 } }
        for layer in 0..<2 {
            let name = "decoder.layers.\(layer).multihead_attn.in_proj_"
            checkpoint.tensors[name + "weight"]?.values.replaceSubrange(
                0..<size * size, with: [Float](repeating: 0, count: size * size))
            checkpoint.tensors[name + "bias"]?.values.replaceSubrange(0..<size, with: biases[layer])
        }
        try network.load(checkpoint)
        network.prepareForInference()
        let images = Tensor((0..<2 * 32 * 32).map { sin(Float($0) * 0.7) }, shape: [2, 32, 32, 1])
        study = network.encode(images: images)
    }

    /// The mean over layers and heads of softmax(q k / sqrt(d)).
    private func expected() -> [Float] {
        let (size, heads) = (Self.configuration.hiddenSize, Self.configuration.headCount)
        let part = size / heads
        var mean: [Float] = []
        for (layer, bias) in biases.enumerated() {
            let (keys, count) = (study.keyValues[layer].array(), study.keyValues[layer].shape[1])
            if mean.isEmpty { mean = [Float](repeating: 0, count: count) }
            for head in 0..<heads {
                let scores = (0..<count).map { place in
                    (0..<part).reduce(Float(0)) {
                        $0 + bias[head * part + $1] * keys[place * 2 * size + head * part + $1]
                    }
                        / Float(part).squareRoot()
                }
                let top = scores.max() ?? 0
                let weights = scores.map { exp($0 - top) }
                let sum = weights.reduce(0, +)
                for place in 0..<count { mean[place] += weights[place] / sum / Float(heads * biases.count) }
            }
        }
        return mean
    }

    @Test func `it is the mean over layers and heads, in every step and for every beam`() throws {
        let decoder = CachedDecoder(network, study, beams: 3)
        let report = BeamSearch(beamCount: 3).generate(decoder)
        #expect(report.positions.count == report.logProbabilities.count)
        let wanted = expected()
        for (step, position) in report.positions.enumerated() {
            let found = try #require(decoder.attention(step: step, report: position))
            #expect(found.count == 2 * Self.configuration.positionCount)
            #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
            #expect(abs(found.reduce(0, +) - 1) < 1e-5)
        }
        #expect(decoder.attention(step: 99, report: 0) == nil)
    }

    @Test func `a word has the attention of the step that chose it, after a prompt and whichever beam won`() throws {
        // A network that has learnt nothing may end its report with the first token.
        let words = try (1...60 as ClosedRange<UInt64>).map(wordsWithTheirAttention).filter { $0 > 0 }
        #expect(words.count >= 3, "\(words)")
    }

    /// Compares the attention of the words that a network of this seed writes; returns their number.
    private func wordsWithTheirAttention(seed: UInt64) throws -> Int {
        let network = ReportNetwork(Self.configuration, seed: seed)
        network.prepareForInference()
        let images = Tensor((0..<32 * 32).map { cos(Float($0) * 0.3) }, shape: [1, 32, 32, 1])
        let study = network.encode(images: images)
        let prompt: [Int32] = [9, 10]
        let searched = CachedDecoder(network, study, beams: 3)
        let report = BeamSearch(beamCount: 3).generate(PromptedDecoder(searched, prompt: prompt))
        let alone = CachedDecoder(network, study, beams: 1)
        for token in [Token.begin] + prompt + report.tokens.dropLast() {
            _ = alone.logProbabilities(adding: [token], to: [0])
        }
        for index in report.tokens.indices {
            let step = prompt.count + index
            let found = try #require(searched.attention(step: step, report: report.positions[index]))
            let wanted = try #require(alone.attention(step: step, report: 0))
            #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
        }
        return report.tokens.count
    }

    @Test func `a network that is not prepared for inference keeps none`() {
        let plain = ReportNetwork(Self.configuration, seed: 3)
        let decoder = CachedDecoder(plain, plain.encode(images: Tensor(shape: [1, 32, 32, 1])), beams: 2)
        _ = BeamSearch(beamCount: 2).generate(decoder)
        #expect(decoder.attention(step: 0, report: 0) == nil)
    }
}
