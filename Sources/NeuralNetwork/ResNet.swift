package import Tensors

/// How a ResNet begins.
package enum ResNetStem: String, Codable, Sendable {
    /// 3x3 of stride 2, no pooling: half the image's size.
    case small
    /// 7x7 of stride 2, then max pooling 3x3 of stride 2: a quarter (torchvision's ResNet-18).
    case imageNet

    /// Pixels of the image per position after the stem.
    package var reduction: Int { self == .small ? 2 : 4 }
}

/// The trunk of a residual network of basic blocks (He et al. 2016), named as torchvision names it; no pooling, no classifier.
///
/// Widths 64, 128, 256, 512 with 2, 2, 2, 2 blocks and the ImageNet stem are ResNet-18.
package struct ResNet {
    private let stem: ResNetStem
    private let conv1: Conv2d
    private let bn1: BatchNorm2d
    private let blocks: [BasicBlock]

    package init(_ scope: ParameterScope, channels: Int, stem: ResNetStem, widths: [Int], blocks counts: [Int]) {
        precondition(!widths.isEmpty && widths.count == counts.count, "one block count for each width")
        self.stem = stem
        conv1 =
            switch stem {
            case .small:
                Conv2d(scope("conv1"), inputs: channels, outputs: widths[0], kernel: 3, stride: 2, padding: 1)
            case .imageNet:
                Conv2d(scope("conv1"), inputs: channels, outputs: widths[0], kernel: 7, stride: 2, padding: 3)
            }
        bn1 = BatchNorm2d(scope("bn1"), channels: widths[0])
        var blocks: [BasicBlock] = []
        var inputs = widths[0]
        for (stage, (width, count)) in zip(widths, counts).enumerated() {
            for index in 0..<count {
                blocks.append(
                    BasicBlock(
                        scope("layer\(stage + 1)")("\(index)"), inputs: inputs, outputs: width,
                        stride: stage > 0 && index == 0 ? 2 : 1))
                inputs = width
            }
        }
        self.blocks = blocks
    }

    /// Images (B, H, W, C) to features (B, h, w, last width).
    package func callAsFunction(_ images: Tensor, _ pass: ForwardPass) -> Tensor {
        var x = bn1(conv1(images, pass), relu: true, pass)
        if stem == .imageNet { x = maxPool2D(x, kernel: 3, stride: 2, padding: 1) }
        for block in blocks { x = block(x, pass) }
        return x
    }
}

/// Two 3x3 convolutions with a short cut round them; a 1x1 convolution in the short cut where the shape changes.
package struct BasicBlock {
    private let conv1: Conv2d
    private let bn1: BatchNorm2d
    private let conv2: Conv2d
    private let bn2: BatchNorm2d
    private let downsample: (Conv2d, BatchNorm2d)?

    package init(_ scope: ParameterScope, inputs: Int, outputs: Int, stride: Int) {
        conv1 = Conv2d(scope("conv1"), inputs: inputs, outputs: outputs, kernel: 3, stride: stride, padding: 1)
        bn1 = BatchNorm2d(scope("bn1"), channels: outputs)
        conv2 = Conv2d(scope("conv2"), inputs: outputs, outputs: outputs, kernel: 3, padding: 1)
        bn2 = BatchNorm2d(scope("bn2"), channels: outputs)
        downsample =
            stride == 1 && inputs == outputs
            ? nil
            : (
                Conv2d(scope("downsample")("0"), inputs: inputs, outputs: outputs, kernel: 1, stride: stride),
                BatchNorm2d(scope("downsample")("1"), channels: outputs)
            )
    }

    package func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        let inner = conv2(bn1(conv1(x, pass), relu: true, pass), pass)
        let shortCut = downsample.map { conv, norm in norm(conv(x, pass), pass) } ?? x
        return bn2(inner, adding: shortCut, relu: true, pass)
    }
}
