import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct FoldedResNetTests {
    @Test func `the folded trunk matches PyTorch's output in evaluation`() throws {
        let reference = try Reference("layers")
        for (name, channels, stem, block, widths, blocks) in [
            ("resnet_evaluation", 1, ResNetStem.small, ResNetBlock.basic, [4, 6], [1, 1]),
            ("resnet_bottleneck_evaluation", 3, .imageNet, .bottleneck, [2, 3], [2, 1]),
        ] {
            let store = ParameterStore(seed: nil)
            let trunk = ResNet(
                store.root, channels: channels, stem: stem, block: block, widths: widths, blocks: blocks)
            try store.load(reference.group("\(name)/weight."))
            let y = FoldedResNet(trunk)(try reference.tensor("\(name)/input0"))
            expectEqual(y.asCheckpoint, try reference.values("\(name)/output"), name)
        }
    }

    @Test func `folding a trunk with ResNet-18's widths keeps its output`() throws {
        try Compute.prepare(threads: 2)
        let store = ParameterStore(seed: 7)
        let trunk = ResNet(store.root, channels: 3, stem: .imageNet, shape: .resNet18)
        var generator = RandomGenerator(seed: 8)
        for buffer in store.buffers {
            let shift: Float = buffer.name.hasSuffix("var") ? 1 : 0
            buffer.value.assign(generator.normals(buffer.value.count, deviation: 0.1).map { $0 + shift })
        }
        let images = Tensor(generator.normals(2 * 64 * 64 * 3, deviation: 1), shape: [2, 64, 64, 3])
        let (plain, folded) = (trunk(images, .inference()), FoldedResNet(trunk)(images))
        let largest = plain.array().map(abs).max() ?? 0
        let worst = zip(plain.array(), folded.array()).map { abs($0 - $1) }.max() ?? .infinity
        #expect(folded.shape == [2, 2, 2, 512])
        #expect(largest > 0.1)
        #expect(worst < 1e-4 * max(1, largest), "off by \(worst) of \(largest)")
        // Releasing the filters' memory does not change the result.
        #expect(FoldedResNet(trunk, releasing: true)(images).array() == folded.array())
        #expect(store.parameters.filter { $0.name.hasPrefix("layer4.1.conv") }.allSatisfy { $0.count == 0 })
    }
}
