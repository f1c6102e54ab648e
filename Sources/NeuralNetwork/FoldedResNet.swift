package import Tensors

/// A ResNet trunk for inference: each batch norm is folded into the convolution before it, and a block's sum and
/// rectifier are applied as the convolution writes its result.
///
/// Holds a copy of the weights at the time it is made. Matches the trunk's own forward pass with running statistics up
/// to rounding.
package struct FoldedResNet {
    private struct Layer {
        let filters: PackedFilters
        let bias: Tensor
        let stride: Int
        let padding: Int

        /// norm(conv(x)) = (w x - mean) * s + b with s = scale / sqrt(variance + epsilon).
        init(_ convolution: Conv2d, _ norm: BatchNorm2d) {
            let (scale, shift) = norm.affine
            let weight = convolution.weight.value.copy()
            for (output, factor) in scale.enumerated() { weight.rows(output..<output + 1).scale(by: factor) }
            filters = PackedFilters(weight)
            bias = Tensor(shift, shape: [shift.count])
            stride = convolution.stride
            padding = convolution.padding
        }

        func callAsFunction(_ x: Tensor, adding residual: Tensor? = nil, relu: Bool) -> Tensor {
            convolution2D(
                x, filters: filters, stride: stride, padding: padding, bias: bias, residual: residual, relu: relu)
        }
    }

    private struct Block {
        let main: [Layer]
        let downsample: Layer?
    }

    private let stem: ResNetStem
    private let first: Layer
    private let blocks: [Block]

    /// With `releasing`, frees each filter as soon as it is copied; the trunk cannot be used afterwards.
    package init(_ trunk: ResNet, releasing: Bool = false) {
        func folded(_ convolution: Conv2d, _ norm: BatchNorm2d) -> Layer {
            let layer = Layer(convolution, norm)
            if releasing {
                convolution.weight.release()
                StoragePool.trim()  // otherwise the pool would keep the freed memory
            }
            return layer
        }
        stem = trunk.stem
        first = folded(trunk.conv1, trunk.bn1)
        blocks = trunk.blocks.map { block in
            Block(
                main: block.main.map { folded($0.convolution, $0.norm) },
                downsample: block.downsample.map { folded($0.convolution, $0.norm) })
        }
    }

    /// Maps images (B, H, W, C) to features (B, h, w, outputs).
    package func callAsFunction(_ images: Tensor) -> Tensor {
        var x = first(images, relu: true)
        if stem == .imageNet { x = maxPool2D(x, kernel: 3, stride: 2, padding: 1) }
        for block in blocks {
            var inner = x
            for layer in block.main.dropLast() { inner = layer(inner, relu: true) }
            let shortCut = block.downsample.map { $0(x, relu: false) } ?? x
            x = block.main.last?(inner, adding: shortCut, relu: true) ?? shortCut
        }
        return x
    }
}
