package import Tensors

/// y = x W^T + b. Parameters `weight` (O, I) and `bias` (O).
package struct Linear {
    let weight: Parameter
    let bias: Parameter

    package init(_ scope: ParameterScope, inputs: Int, outputs: Int) {
        weight = scope.parameter("weight", [outputs, inputs], .xavierUniform(fanIn: inputs, fanOut: outputs))
        bias = scope.parameter("bias", [outputs], .zeros)
    }

    /// Maps x (..., I) to (..., O).
    package func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        linear(x, weight: pass(weight), bias: pass(bias))
    }
}

/// Layer norm over the last axis, of size E. Parameters `weight` and `bias` (E).
package struct LayerNorm {
    let weight: Parameter
    let bias: Parameter

    package init(_ scope: ParameterScope, size: Int) {
        weight = scope.parameter("weight", [size], .ones)
        bias = scope.parameter("bias", [size], .zeros)
    }

    /// Maps x (..., E) to the same shape.
    package func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        layerNorm(x, scale: pass(weight), bias: pass(bias))
    }
}

/// Maps each of N ids to a vector of size E. Parameter `weight` (N, E).
package struct Embedding {
    let weight: Parameter

    package init(_ scope: ParameterScope, count: Int, size: Int) {
        weight = scope.parameter("weight", [count, size], .normal(deviation: 0.02))
    }

    /// Maps ids, as many as the product of `shape`, to (shape..., E).
    package func callAsFunction(_ ids: [Int32], shape: [Int], _ pass: ForwardPass) -> Tensor {
        embedding(ids, shape: shape, table: pass(weight))
    }
}
