import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// One training step: forward, backward, clipping and AdamW, always on the same batch.
final class TrainTask: BenchmarkTask {
    private let network: ReportNetwork
    private let optimizer: Adam
    /// Images, or features computed earlier by a frozen trunk.
    private let input: Tensor
    private let isFromFeatures: Bool
    private let parameters: [Parameter]
    private let tokens: TokenBatch
    private var losses: [Float] = []

    init(_ directory: URL, name: String) throws {
        network = try reportNetwork(directory, name: name)
        let inputs = directory.appending(path: "\(name).inputs.safetensors")
        isFromFeatures = try SafeTensors.read(inputs).tensors["features"] != nil
        input = try inputs.tensor(isFromFeatures ? "features" : "images")
        parameters = isFromFeatures ? network.headParameters : network.parameters
        let ids = try inputs.tensor("tokens")
        let values = ids.array().map { Int32($0) }
        tokens = TokenBatch(
            reports: (0..<ids.shape[0]).map { Array(values[$0 * ids.shape[1]..<($0 + 1) * ids.shape[1]]) })
        optimizer = Adam(groups: [.init(parameters: parameters, learningRate: 1e-4, weightDecay: 0.01)])
    }

    func run() {
        let pass = ForwardPass.training(seed: UInt64(losses.count))
        let out =
            isFromFeatures
            ? network.forward(features: input, tokens: tokens, pass)
            : network.forward(images: input, tokens: tokens, pass)
        let loss = crossEntropy(out.logits, targets: tokens.targets, ignoring: Token.pad)
        pass.backward(loss)
        _ = clipGradientNorm(parameters, to: 1)
        optimizer.step()
        optimizer.zeroGradients()
        losses.append(loss.scalar)
    }

    /// The losses of all steps so far.
    func output() -> CheckpointTensor { CheckpointTensor(shape: [losses.count], values: losses) }
}
