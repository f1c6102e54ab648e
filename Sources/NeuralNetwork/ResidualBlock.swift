import Tensors

/// The kind of residual block in a trunk.
package enum ResNetBlock: String, Codable, Sendable {
    /// Two 3x3 convolutions: ResNet-18 and -34.
    case basic
    /// 1x1, 3x3, 1x1 with four times the width in the last: ResNet-50 and deeper.
    case bottleneck

    /// Output channels of a block as a multiple of its stage's width.
    package var expansion: Int { self == .basic ? 1 : 4 }
}

/// The shape of a published trunk.
package struct ResNetShape: Sendable, Equatable {
    package let block: ResNetBlock
    package let widths: [Int]
    package let blocks: [Int]

    package static let resNet18 = ResNetShape(.basic, [2, 2, 2, 2])
    package static let resNet34 = ResNetShape(.basic, [3, 4, 6, 3])
    package static let resNet50 = ResNetShape(.bottleneck, [3, 4, 6, 3])
    package static let resNet101 = ResNetShape(.bottleneck, [3, 4, 23, 3])

    private init(_ block: ResNetBlock, _ blocks: [Int]) {
        self.block = block
        self.blocks = blocks
        widths = [64, 128, 256, 512]
    }

    /// Channels of the trunk's features.
    package var outputs: Int { (widths.last ?? 0) * block.expansion }
}

/// A residual block: convolutions with a shortcut around them.
protocol ResidualBlock {
    /// Maps x (B, H, W, inputs) to (B, H / stride, W / stride, width * expansion).
    func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor

    /// The convolutions that the shortcut bypasses, each with its norm.
    var main: [NormalizedConvolution] { get }
    /// The projection in the shortcut, present where the shape changes.
    var downsample: NormalizedConvolution? { get }
}

extension ResidualBlock {
    func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        var inner = x
        for layer in main.dropLast() { inner = layer(inner, relu: true, pass) }
        let shortCut = downsample.map { $0(x, pass) } ?? x
        return main.last?(inner, adding: shortCut, relu: true, pass) ?? shortCut
    }
}

/// A convolution and the batch norm that follows it.
struct NormalizedConvolution {
    let convolution: Conv2d
    let norm: BatchNorm2d

    func callAsFunction(_ x: Tensor, adding residual: Tensor? = nil, relu: Bool = false, _ pass: ForwardPass) -> Tensor
    {
        norm(convolution(x, pass), adding: residual, relu: relu, pass)
    }
}

/// Two 3x3 convolutions; the shortcut has a 1x1 convolution where the shape changes.
struct BasicBlock: ResidualBlock {
    let main: [NormalizedConvolution]
    let downsample: NormalizedConvolution?

    init(_ scope: ParameterScope, inputs: Int, width: Int, stride: Int) {
        main = [
            normalized(scope, 1, inputs: inputs, outputs: width, kernel: 3, stride: stride),
            normalized(scope, 2, inputs: width, outputs: width, kernel: 3),
        ]
        downsample = shortCut(scope, inputs: inputs, outputs: width, stride: stride)
    }
}

/// 1x1 to the width, 3x3, 1x1 to four times the width; the 3x3 has the stride, as in torchvision since version 1.5.
struct Bottleneck: ResidualBlock {
    let main: [NormalizedConvolution]
    let downsample: NormalizedConvolution?

    init(_ scope: ParameterScope, inputs: Int, width: Int, stride: Int) {
        let outputs = width * ResNetBlock.bottleneck.expansion
        main = [
            normalized(scope, 1, inputs: inputs, outputs: width, kernel: 1),
            normalized(scope, 2, inputs: width, outputs: width, kernel: 3, stride: stride),
            normalized(scope, 3, inputs: width, outputs: outputs, kernel: 1),
        ]
        downsample = shortCut(scope, inputs: inputs, outputs: outputs, stride: stride)
    }
}

private func normalized(
    _ scope: ParameterScope, _ number: Int, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1
) -> NormalizedConvolution {
    NormalizedConvolution(
        convolution: Conv2d(
            scope("conv\(number)"), inputs: inputs, outputs: outputs, kernel: kernel, stride: stride,
            padding: kernel / 2),
        norm: BatchNorm2d(scope("bn\(number)"), channels: outputs))
}

private func shortCut(_ scope: ParameterScope, inputs: Int, outputs: Int, stride: Int) -> NormalizedConvolution? {
    guard stride != 1 || inputs != outputs else { return nil }
    let place = scope("downsample")
    return NormalizedConvolution(
        convolution: Conv2d(place("0"), inputs: inputs, outputs: outputs, kernel: 1, stride: stride),
        norm: BatchNorm2d(place("1"), channels: outputs))
}
