import Foundation
import NeuralNetwork
import Tensors
import TestHarness
import Testing

@testable import ReportGeneration

/// Reference arrays of a small report network in PyTorch, from `Tests/NeuralNetworkTests/Reference/make_reference.py`.
private func reference() throws -> [String: CheckpointTensor] {
    try Compute.prepare(threads: 2)
    let file = packageRoot.appending(path: "Tests/NeuralNetworkTests/Reference/network.safetensors")
    return try SafeTensors.read(file).tensors
}

private func group(_ tensors: [String: CheckpointTensor], _ prefix: String) -> Checkpoint {
    let found = tensors.filter { $0.key.hasPrefix(prefix) }
    return Checkpoint(
        tensors: Dictionary(uniqueKeysWithValues: found.map { (String($0.key.dropFirst(prefix.count)), $0.value) }))
}

private func worst(_ found: [Float], _ expected: [Float]) -> Float {
    zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
}

@Suite struct ReportNetworkTests {
    private let configuration = ReportNetworkConfiguration(
        imageSize: 32, trunkWidths: [4, 8], trunkBlocks: [1, 1], hiddenSize: 8, headCount: 2, feedForwardSize: 16,
        encoderLayers: 1, decoderLayers: 2, vocabularySize: 11, maxLength: 7, dropout: 0, labelCount: 3)
    private let tokens = TokenBatch(reports: [[4, 5, 6, 7], [8, 9], [10, 4, 4]])

    @Test func `logits, gradients and four optimiser steps match PyTorch`() throws {
        let expected = try reference()
        func values(_ name: String) throws -> [Float] { try #require(expected[name]?.values, "no \(name)") }
        #expect(tokens.inputs == (try values("tokens")).map { Int32($0) })
        #expect(tokens.targets == (try values("targets")).map { Int32($0) })

        let network = ReportNetwork(configuration, seed: nil)
        try network.load(group(expected, "weight."))
        let images = Tensor(try values("images"), shape: [3, 32, 32, 1])
        let optimizer = Adam(groups: [
            .init(parameters: network.trunkParameters, learningRate: 2e-3, weightDecay: 0.1),
            .init(parameters: network.headParameters, learningRate: 1e-2, weightDecay: 0.01),
        ])
        for step in 0..<4 {
            let pass = ForwardPass.training(seed: 0)
            let out = network.forward(images: images, tokens: tokens, pass)
            let report = crossEntropy(out.logits, targets: tokens.targets, ignoring: Token.pad)
            let finding = binaryCrossEntropy(
                out.findingLogits, targets: try values("labels"), positiveWeights: try values("positive"),
                mask: try values("mask"))
            let loss = report + finding * 0.5
            pass.backward(loss)
            if step == 0 {
                #expect(worst(out.logits.array(), try values("logits")) < 1e-4)
                #expect(worst(out.findingLogits.array(), try values("findings")) < 1e-4)
                for parameter in network.parameters {
                    let error = worst(parameter.exportedGradient, try values("gradient.\(parameter.name)"))
                    #expect(error < 1e-4, "gradient of \(parameter.name) is off by \(error)")
                }
            }
            #expect(worst([loss.scalar], [try values("losses")[step]]) < 1e-4)
            #expect(worst([clipGradientNorm(network.parameters, to: 1)], [try values("norms")[step]]) < 1e-3)
            optimizer.step()
            optimizer.zeroGradients()
        }
        let after = network.checkpoint().tensors
        for (name, tensor) in group(expected, "after.").tensors {
            // The keys' bias (the middle third) shifts all scores equally, so its gradient is rounding noise that AdamW amplifies.
            let middle = name.hasSuffix("in_proj_bias") ? tensor.values.count / 3..<2 * tensor.values.count / 3 : 0..<0
            func compared(_ values: [Float]) -> [Float] {
                values.indices.filter { !middle.contains($0) }.map { values[$0] }
            }
            let error = worst(compared(try #require(after[name]).values), compared(tensor.values))
            #expect(error < 1e-3, "\(name) is off by \(error)")
        }

        // Inference as in a draft: running statistics, one study at a time, token by token.
        let wanted = try values("evaluation.findings")
        let size = configuration.vocabularySize
        let logits = Tensor(try values("evaluation.logits"), shape: [3, tokens.length, size])
        let scores = logSoftmax(logits).array()
        for (index, report) in [[4, 5, 6, 7], [8, 9], [10, 4, 4]].enumerated() {
            let study = network.encode(images: images.rows(index..<index + 1))
            #expect(worst(study.findingLogits, Array(wanted[index * 3..<index * 3 + 3])) < 1e-3)
            let decoder = CachedDecoder(network, study, beams: 1)
            for (position, token) in ([1] + report).enumerated() {
                let found = decoder.logProbabilities(adding: [Int32(token)], to: [0]).array()
                let start = (index * tokens.length + position) * size
                #expect(worst(found, Array(scores[start..<start + size])) < 1e-3)
            }
        }
    }

    @Test func `states without images depend only on the report's words`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 5)
        let pass = ForwardPass.inference()
        func states(_ tokens: TokenBatch) -> [Float] { network.statesWithoutImages(of: tokens, pass).array() }
        let prompted = TokenBatch(reports: [[4, 5], [8, 9], [10, 4]], prompts: [[6, 7], [], [7]])
        let single = TokenBatch(reports: [[4, 5]], prompts: [[6, 7]]).withoutPrompts
        #expect(states(prompted.withoutPrompts.rows(0..<1)) == states(single))
        // With an image, the same words have different states.
        var generator = RandomGenerator(seed: 6)
        let images = Tensor(generator.normals(3 * 32 * 32, deviation: 1), shape: [3, 32, 32, 1])
        let seen = network.forward(images: images, tokens: tokens, pass).decoderStates.array()
        #expect(worst(states(tokens), seen) > 1e-3)
        // Neither cross-attention nor the image gets a gradient.
        let training = ForwardPass.training(seed: 0)
        training.backward(sum(network.statesWithoutImages(of: tokens, training)))
        for parameter in network.parameters {
            let isOfWords =
                parameter.name.hasPrefix("token_")
                || parameter.name.hasPrefix("decoder.layers") && !parameter.name.contains("multihead_attn")
                    && !parameter.name.contains("norm2")
            let norm = parameter.gradient.squaredNorm
            #expect(isOfWords ? norm > 0 : norm == 0, "\(parameter.name)")
        }
    }

    @Test func `the image position starts at the scale of the grid`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 5)
        func deviation(_ name: String) throws -> Float {
            let values = try #require(network.checkpoint().tensors[name]).values
            let mean = values.reduce(0, +) / Float(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
        }
        #expect(try deviation("image_position") < 0.03)
        var generator = RandomGenerator(seed: 6)
        let features = Tensor(generator.normals(4 * 16 * 8, deviation: 3), shape: [4, 16, 8])
        let weights = network.checkpoint().tensors
        let weight = try #require(weights["projection.weight"])
        let rows = features.reshaped([4 * 16, 8])
        let grid = matmul(rows, Tensor(weight.values, shape: weight.shape), transposeB: true).array()
        let scale = (grid.reduce(0) { $0 + $1 * $1 } / Float(grid.count)).squareRoot()
        network.scaleImagePosition(to: features)
        #expect(abs(try deviation("image_position") / scale - 1) < 0.05)
        let direction = try #require(weights["image_position"]).values[0]
        #expect(direction * (try #require(network.checkpoint().tensors["image_position"]).values[0]) > 0)
    }

    @Test func `the same seeds give the same weights after training, with dropout`() throws {
        try Compute.prepare(threads: 2)
        func trained() -> Checkpoint {
            var configuration = configuration
            configuration.dropout = 0.2
            let network = ReportNetwork(configuration, seed: 11)
            var generator = RandomGenerator(seed: 12)
            let images = Tensor(generator.normals(3 * 32 * 32, deviation: 1), shape: [3, 32, 32, 1])
            let optimizer = Adam(groups: [.init(parameters: network.parameters, learningRate: 1e-2, weightDecay: 0)])
            for step in 0..<3 {
                let pass = ForwardPass.training(seed: UInt64(step))
                let out = network.forward(images: images, tokens: tokens, pass)
                pass.backward(crossEntropy(out.logits, targets: tokens.targets, ignoring: Token.pad))
                optimizer.step()
                optimizer.zeroGradients()
            }
            return network.checkpoint()
        }
        // Another test may change the number of threads between two runs, and with it the order of sums.
        #expect((0..<3).contains { _ in trained() == trained() })
    }

    @Test func `a network can overfit its reports`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 21)
        var generator = RandomGenerator(seed: 22)
        let images = Tensor(generator.normals(3 * 32 * 32, deviation: 1), shape: [3, 32, 32, 1])
        let optimizer = Adam(groups: [.init(parameters: network.parameters, learningRate: 1e-2, weightDecay: 0)])
        for step in 0..<150 {
            let pass = ForwardPass.training(seed: UInt64(step))
            let out = network.forward(images: images, tokens: tokens, pass)
            pass.backward(crossEntropy(out.logits, targets: tokens.targets, ignoring: Token.pad))
            optimizer.step()
            optimizer.zeroGradients()
        }
        let said = (0..<3).map { index in
            GreedySearch().generate(network, network.encode(images: images.rows(index..<index + 1))).tokens
        }
        #expect(said == [[4, 5, 6, 7], [8, 9], [10, 4, 4]])
    }

    @Test func `the findings of two images are averaged, in any order`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 5)
        var generator = RandomGenerator(seed: 6)
        let images = Tensor(generator.normals(2 * 32 * 32, deviation: 1), shape: [2, 32, 32, 1])
        let both = network.encode(images: images)
        let (first, second) = (network.encode(images: images.rows(0..<1)), network.encode(images: images.rows(1..<2)))
        let mean = zip(first.findingLogits, second.findingLogits).map { ($0 + $1) / 2 }
        #expect(worst(both.findingLogits, mean) < 1e-5)
        let swapped = network.encode(images: concatenated([images.rows(1..<2), images.rows(0..<1)]))
        let (a, b) = (CachedDecoder(network, both, beams: 1), CachedDecoder(network, swapped, beams: 1))
        let (x, y) = (
            a.logProbabilities(adding: [1], to: [0]).array(), b.logProbabilities(adding: [1], to: [0]).array()
        )
        #expect(worst(x, y) < 1e-5)
        let alone = CachedDecoder(network, first, beams: 1).logProbabilities(adding: [1], to: [0]).array()
        #expect(worst(x, alone) > 1e-5)
    }

    @Test func `features of a frozen trunk give the same result as the images`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 5)
        var generator = RandomGenerator(seed: 6)
        let images = Tensor(generator.normals(3 * 32 * 32, deviation: 1), shape: [3, 32, 32, 1])
        let whole = network.forward(images: images, tokens: tokens, .inference())
        let features = network.features(of: images, .inference())
        #expect(features.shape == [3, 64, 8])
        #expect(whole.memory.shape == [3, 64, 8] && whole.decoderStates.shape == [3, 5, 8])
        let pass = ForwardPass.training(seed: 1)
        let frozen = network.forward(features: features, tokens: tokens, pass)
        #expect(frozen.logits.array() == whole.logits.array())
        #expect(frozen.findingLogits.array() == whole.findingLogits.array())
        pass.backward(crossEntropy(frozen.logits, targets: tokens.targets, ignoring: Token.pad))
        #expect(network.trunkParameters.allSatisfy { $0.gradient.squaredNorm == 0 })
        #expect(network.headParameters.contains { $0.gradient.squaredNorm > 0 })
    }

    @Test func `two views are read together, and a missing view repeats the other`() throws {
        try Compute.prepare(threads: 2)
        var configuration = configuration
        configuration.viewCount = 2
        configuration.channels = 3
        let network = ReportNetwork(configuration, seed: 5)
        var generator = RandomGenerator(seed: 6)
        let images = Tensor(generator.normals(6 * 32 * 32 * 3, deviation: 1), shape: [6, 32, 32, 3])
        let output = network.forward(images: images, tokens: tokens, .inference())
        #expect(output.memory.shape == [3, 128, 8] && output.findingLogits.shape == [3, 3])
        // Only the second study, as for a draft.
        let study = network.encode(images: images.rows(2..<4))
        #expect(worst(study.findingLogits, Array(output.findingLogits.array()[3..<6])) < 1e-5)
        let scores = CachedDecoder(network, study, beams: 1).logProbabilities(adding: [1], to: [0]).array()
        #expect(worst(scores, Array(logSoftmax(output.logits).array()[5 * 11..<6 * 11])) < 1e-5)
        func first(_ images: Tensor) -> [Float] {
            CachedDecoder(network, network.encode(images: images), beams: 1).logProbabilities(adding: [1], to: [0])
                .array()
        }
        #expect(first(concatenated([images.rows(3..<4), images.rows(2..<3)])) != scores)
        #expect(first(images.rows(2..<3)) == first(concatenated([images.rows(2..<3), images.rows(2..<3)])))
    }

    @Test func `inference leaves no gradients and changes no statistics`() throws {
        try Compute.prepare(threads: 2)
        let network = ReportNetwork(configuration, seed: 5)
        let before = network.checkpoint()
        let study = network.encode(images: Tensor(shape: [1, 32, 32, 1]))
        _ = BeamSearch().generate(network, study)
        #expect(network.checkpoint() == before)
        #expect(network.findingLogits(images: Tensor(shape: [1, 32, 32, 1]), .inference()).gradient == nil)
    }
}
