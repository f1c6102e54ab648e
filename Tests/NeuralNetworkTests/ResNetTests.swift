import Testing

@testable import NeuralNetwork

@Suite struct ResNetTests {
    @Test func `a small trunk is PyTorch's in training and in evaluation`() throws {
        try checkLayer("resnet_small") {
            ResNet($0, channels: 1, stem: .small, widths: [4, 6], blocks: [2, 1])
        } run: {
            $0($1[0], $2)
        }
        try checkLayer("resnet_evaluation", isTraining: false) {
            ResNet($0, channels: 1, stem: .small, widths: [4, 6], blocks: [1, 1])
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `a trunk with the ImageNet stem is PyTorch's`() throws {
        try checkLayer("resnet_imagenet") {
            ResNet($0, channels: 1, stem: .imageNet, widths: [4, 6], blocks: [1, 1])
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `ResNet-18 has torchvision's names and number of parameters`() {
        let store = ParameterStore(seed: nil)
        _ = ResNet(store.root, channels: 3, stem: .imageNet, widths: [64, 128, 256, 512], blocks: [2, 2, 2, 2])
        // torchvision's 11,689,512 without its classifier of 512 * 1000 + 1000.
        #expect(store.parameters.reduce(0) { $0 + $1.count } == 11_176_512)
        let names = Set(store.parameters.map(\.name) + store.buffers.map(\.name))
        for name in ["conv1.weight", "bn1.running_var", "layer2.0.downsample.1.bias", "layer4.1.conv2.weight"] {
            #expect(names.contains(name))
        }
    }
}
