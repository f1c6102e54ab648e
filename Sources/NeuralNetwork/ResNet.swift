package import Tensors

/// The stem of a ResNet.
package enum ResNetStem: String, Codable, Sendable {
    /// 3x3 convolution with stride 2, no pooling: halves the image.
    case small
    /// 7x7 convolution with stride 2, then 3x3 max pooling with stride 2: reduces the image to a quarter (torchvision's
    /// ResNet-18).
    case imageNet

}

/// The trunk of a residual network (He et al. 2016) with torchvision's names; no pooling, no classifier.
///
/// With the ImageNet stem and a shape such as `ResNetShape.resNet101` it is torchvision's network of that name.
package struct ResNet {
    let stem: ResNetStem
    let conv1: Conv2d
    let bn1: BatchNorm2d
    let blocks: [any ResidualBlock]

    package init(
        _ scope: ParameterScope, channels: Int, stem: ResNetStem, block: ResNetBlock = .basic, widths: [Int],
        blocks counts: [Int]
    ) {
        precondition(!widths.isEmpty && widths.count == counts.count, "every width needs one block count")
        self.stem = stem
        conv1 =
            switch stem {
            case .small:
                Conv2d(scope("conv1"), inputs: channels, outputs: widths[0], kernel: 3, stride: 2, padding: 1)
            case .imageNet:
                Conv2d(scope("conv1"), inputs: channels, outputs: widths[0], kernel: 7, stride: 2, padding: 3)
            }
        bn1 = BatchNorm2d(scope("bn1"), channels: widths[0])
        var blocks: [any ResidualBlock] = []
        var inputs = widths[0]
        for (stage, (width, count)) in zip(widths, counts).enumerated() {
            for index in 0..<count {
                let place = scope("layer\(stage + 1)")("\(index)")
                let stride = stage > 0 && index == 0 ? 2 : 1
                switch block {
                case .basic: blocks.append(BasicBlock(place, inputs: inputs, width: width, stride: stride))
                case .bottleneck: blocks.append(Bottleneck(place, inputs: inputs, width: width, stride: stride))
                }
                inputs = width * block.expansion
            }
        }
        self.blocks = blocks
    }

    /// A trunk with a published shape.
    package init(_ scope: ParameterScope, channels: Int, stem: ResNetStem, shape: ResNetShape) {
        self.init(
            scope, channels: channels, stem: stem, block: shape.block, widths: shape.widths, blocks: shape.blocks)
    }

    /// Maps images (B, H, W, C) to features (B, h, w, last width * expansion).
    package func callAsFunction(_ images: Tensor, _ pass: ForwardPass) -> Tensor {
        var x = bn1(conv1(images, pass), relu: true, pass)
        if stem == .imageNet { x = maxPool2D(x, kernel: 3, stride: 2, padding: 1) }
        for block in blocks { x = block(x, pass) }
        return x
    }
}
