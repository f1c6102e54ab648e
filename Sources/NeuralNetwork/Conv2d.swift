package import Tensors

/// Convolution without bias over (B, H, W, C). Parameter `weight`, stored in a checkpoint as (O, I, K, K).
package struct Conv2d {
    let weight: Parameter
    let stride: Int
    let padding: Int

    package init(_ scope: ParameterScope, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0) {
        self.stride = stride
        self.padding = padding
        weight = scope.filters(
            "weight", [outputs, kernel, kernel, inputs], .kaimingNormal(fan: outputs * kernel * kernel))
    }

    package func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        convolution2D(x, weight: pass(weight), stride: stride, padding: padding)
    }
}

/// Batch norm by channel, with an optional residual sum and rectifier. Parameters `weight`, `bias`; buffers
/// `running_mean`, `running_var`.
package struct BatchNorm2d {
    let weight: Parameter
    let bias: Parameter
    let running: RunningStatistics

    package init(_ scope: ParameterScope, channels: Int) {
        weight = scope.parameter("weight", [channels], .ones)
        bias = scope.parameter("bias", [channels], .zeros)
        running = RunningStatistics(
            mean: scope.buffer("running_mean", [channels], filledWith: 0),
            variance: scope.buffer("running_var", [channels], filledWith: 1))
    }

    package func callAsFunction(
        _ x: Tensor, adding residual: Tensor? = nil, relu: Bool = false, _ pass: ForwardPass
    ) -> Tensor {
        batchNorm(
            x, scale: pass(weight), bias: pass(bias), running: running, isTraining: pass.isTraining, residual: residual,
            relu: relu, group: pass.group)
    }

    /// The norm with running statistics as y = x * scale + shift by channel.
    var affine: (scale: [Float], shift: [Float]) {
        let inverse = running.variance.array().map { 1 / (Double($0) + 1e-5).squareRoot() }
        let scale = zip(weight.value.array(), inverse).map { Double($0) * $1 }
        let means = zip(running.mean.array(), scale).map { Double($0) * $1 }
        return (scale.map { Float($0) }, zip(bias.value.array(), means).map { Float(Double($0) - $1) })
    }
}
