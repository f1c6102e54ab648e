import Foundation
import NeuralNetwork
import Tensors

/// A trunk on images of 224 x 224 with three channels.
struct EncoderTask: BenchmarkTask {
    private let trunk: FoldedResNet
    private let images: Tensor

    init(_ directory: URL, network: String, batch: Int) throws {
        let store = ParameterStore(seed: nil)
        let shape: ResNetShape = network == "resnet101" ? .resNet101 : .resNet18
        let plain = ResNet(store.root, channels: 3, stem: .imageNet, shape: shape)
        try store.load(SafeTensors.read(directory.appending(path: "\(network).safetensors")))
        trunk = FoldedResNet(plain, releasing: true)
        images = try directory.appending(path: "inputs.safetensors").tensor("images").rows(0..<batch)
    }

    func run() { _ = trunk(images) }
    func output() -> CheckpointTensor { trunk(images).asCheckpoint }
}
