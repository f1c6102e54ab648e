package import Tensors

/// The feed-forward half of a Transformer layer: linear1, max(0, .), linear2.
struct FeedForward {
    let linear1: Linear
    let linear2: Linear
    private let dropout: Float

    init(_ scope: ParameterScope, size: Int, innerSize: Int, dropout: Float) {
        linear1 = Linear(scope("linear1"), inputs: size, outputs: innerSize)
        linear2 = Linear(scope("linear2"), inputs: innerSize, outputs: size)
        self.dropout = dropout
    }

    func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
        linear2(pass.dropout(relu(linear1(x, pass)), probability: dropout), pass)
    }
}

/// PyTorch's `TransformerEncoderLayer` with `norm_first` (Vaswani et al. 2017; pre-norm as Xiong et al. 2020).
package struct TransformerEncoderLayer {
    private let attention: MultiHeadAttention
    private let feedForward: FeedForward
    private let norm1: LayerNorm
    private let norm2: LayerNorm
    private let dropout: Float

    package init(_ scope: ParameterScope, size: Int, heads: Int, innerSize: Int, dropout: Float) {
        attention = MultiHeadAttention(scope("self_attn"), size: size, heads: heads, dropout: dropout)
        feedForward = FeedForward(scope, size: size, innerSize: innerSize, dropout: dropout)
        norm1 = LayerNorm(scope("norm1"), size: size)
        norm2 = LayerNorm(scope("norm2"), size: size)
        self.dropout = dropout
    }

    /// Maps x (B, T, E) to the same shape; every position attends to every other.
    package func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        let x = input + pass.dropout(attention(norm1(input, pass), isCausal: false, pass), probability: dropout)
        return x + pass.dropout(feedForward(norm2(x, pass), pass), probability: dropout)
    }
}

/// PyTorch's `TransformerDecoderLayer` with `norm_first`.
package struct TransformerDecoderLayer {
    let selfAttention: MultiHeadAttention
    let crossAttention: MultiHeadAttention
    let feedForward: FeedForward
    let norm1: LayerNorm
    let norm2: LayerNorm
    let norm3: LayerNorm
    private let dropout: Float

    package init(_ scope: ParameterScope, size: Int, heads: Int, innerSize: Int, dropout: Float) {
        selfAttention = MultiHeadAttention(scope("self_attn"), size: size, heads: heads, dropout: dropout)
        crossAttention = MultiHeadAttention(scope("multihead_attn"), size: size, heads: heads, dropout: dropout)
        feedForward = FeedForward(scope, size: size, innerSize: innerSize, dropout: dropout)
        norm1 = LayerNorm(scope("norm1"), size: size)
        norm2 = LayerNorm(scope("norm2"), size: size)
        norm3 = LayerNorm(scope("norm3"), size: size)
        self.dropout = dropout
    }

    /// Keys and values (B, S, 2E) of the memory for this layer's cross-attention; computed once per study.
    package func keyValues(of memory: Tensor, _ pass: ForwardPass) -> Tensor {
        crossAttention.keyValues(of: memory, pass)
    }

    /// Maps x (B, T, E) to the same shape; position t attends to positions up to t, including the cache, and to the
    /// whole memory. With `keyValues` nil there is no cross-attention.
    package func callAsFunction(
        _ input: Tensor, keyValues: Tensor?, cache: KeyValueCache? = nil, _ pass: ForwardPass
    ) -> Tensor {
        let seen = selfAttention(norm1(input, pass), isCausal: true, cache: cache, pass)
        var x = input + pass.dropout(seen, probability: dropout)
        if let keyValues {
            let read = crossAttention(norm2(x, pass), keyValues: keyValues, pass)
            x = x + pass.dropout(read, probability: dropout)
        }
        return x + pass.dropout(feedForward(norm3(x, pass), pass), probability: dropout)
    }
}
