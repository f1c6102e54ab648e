import Testing

@testable import NeuralNetwork

@Suite struct ResNetTests {
    @Test func `a small trunk matches PyTorch in training and in evaluation`() throws {
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

    @Test func `a trunk with the ImageNet stem matches PyTorch`() throws {
        try checkLayer("resnet_imagenet") {
            ResNet($0, channels: 1, stem: .imageNet, widths: [4, 6], blocks: [1, 1])
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `a bottleneck trunk with three channels matches PyTorch in training and in evaluation`() throws {
        // Many batch norms over few values amplify float rounding: PyTorch itself is off by 1.2e-4.
        try checkLayer("resnet_bottleneck", tolerance: 5e-4) {
            ResNet($0, channels: 3, stem: .imageNet, block: .bottleneck, widths: [2, 4], blocks: [1, 2])
        } run: {
            $0($1[0], $2)
        }
        try checkLayer("resnet_bottleneck_evaluation", isTraining: false) {
            ResNet($0, channels: 3, stem: .imageNet, block: .bottleneck, widths: [2, 3], blocks: [2, 1])
        } run: {
            $0($1[0], $2)
        }
    }

    // torchvision has 11,689,512, 21,797,672, 25,557,032 and 44,549,160, including the classifier of 1000 classes.
    @Test(arguments: [
        (ResNetShape.resNet18, 11_176_512), (.resNet34, 21_284_672), (.resNet50, 23_508_032),
        (.resNet101, 42_500_160),
    ])
    func `the published shapes have as many parameters as torchvision's`(shape: ResNetShape, count: Int) {
        let store = ParameterStore(seed: nil)
        _ = ResNet(store.root, channels: 3, stem: .imageNet, shape: shape)
        #expect(store.parameters.reduce(0) { $0 + $1.count } == count)
    }

    @Test func `ResNet-101 has torchvision's names, with the stride on the 3x3 convolution`() throws {
        let store = ParameterStore(seed: nil)
        let network = ResNet(store.root, channels: 3, stem: .imageNet, shape: .resNet101)
        let names = Set(store.parameters.map(\.name) + store.buffers.map(\.name))
        for name in ["layer1.0.downsample.0.weight", "layer3.22.bn3.running_mean", "layer4.2.conv3.weight"] {
            #expect(names.contains(name))
        }
        let first = try #require(network.blocks.dropFirst(3).first)
        #expect(first.main.map(\.convolution.stride) == [1, 2, 1])
    }

    @Test func `ResNet-18 has torchvision's names`() {
        let store = ParameterStore(seed: nil)
        _ = ResNet(store.root, channels: 3, stem: .imageNet, widths: [64, 128, 256, 512], blocks: [2, 2, 2, 2])
        let names = Set(store.parameters.map(\.name) + store.buffers.map(\.name))
        for name in ["conv1.weight", "bn1.running_var", "layer2.0.downsample.1.bias", "layer4.1.conv2.weight"] {
            #expect(names.contains(name))
        }
    }
}
