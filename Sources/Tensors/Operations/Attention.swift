import CKernels

/// Rows of size E inside wider rows: queries (B, Tq, E), keys or values (B, Tk, E), in the layout the projections
/// write.
package struct AttentionOperand {
    let tensor: Tensor
    let column: Int
    let rows: Int
    /// Distance in rows between batch entries; larger than `rows` in a cache with spare capacity.
    let rowsPerBatch: Int

    /// Batch size, B.
    package var batchSize: Int { tensor.shape[0] }

    /// Columns column ..< column + E of x (B, T, any width), limited to the first `rows` rows if given.
    package init(_ x: Tensor, column: Int = 0, rows: Int? = nil) {
        precondition(x.shape.count == 3, "attention needs (B, T, E), got \(x.shape)")
        tensor = x
        self.column = column
        self.rows = rows ?? x.shape[1]
        rowsPerBatch = x.shape[1]
    }

    fileprivate func matrix(in other: Tensor, batch: Int, head: Int, size: Int, isTransposed: Bool = false) -> Matrix {
        Matrix(
            pointer: other.pointer + batch * rowsPerBatch * tensor.lastSize + column + head * size,
            stride: tensor.lastSize, isTransposed: isTransposed)
    }

    fileprivate func matrix(batch: Int, head: Int, size: Int, isTransposed: Bool = false) -> Matrix {
        matrix(in: tensor, batch: batch, head: head, size: size, isTransposed: isTransposed)
    }
}

/// Scaled dot-product attention (Vaswani et al. 2017): y (B, Tq, E) with E = heads * D, without transposing in memory.
///
/// Causal: query t sees keys 0 ... t + Tk - Tq. Keys and values with batch size 1 are broadcast over the queries'
/// batch. Dropout applies to the attention weights, as in PyTorch; `firstBatch` is the index of the first batch entry
/// in the global batch of all ranks.
package func attention(
    queries: AttentionOperand, keys: AttentionOperand, values: AttentionOperand, heads: Int, hiddenSize: Int,
    isCausal: Bool, dropout probability: Float = 0, seed: UInt64 = 0, firstBatch: Int = 0
) -> Tensor {
    let (batch, tq, tk, size) = (queries.tensor.shape[0], queries.rows, keys.rows, hiddenSize / heads)
    precondition(
        values.rows == tk && size * heads == hiddenSize, "attention: \(tk) keys, \(values.rows) values, \(heads) heads")
    let isShared = keys.tensor.shape[0] == 1
    let scale = 1 / Float(size).squareRoot()
    let weights = Tensor(uninitialized: [batch, heads, tq, tk])
    let y = Tensor(uninitialized: [batch, tq, hiddenSize])

    func forEachHead(_ body: (_ b: Int, _ h: Int, _ keyBatch: Int, _ weights: Int) -> Void) {
        let grain = max(1, (1 << 16) / max(1, tq * tk * size))
        parallel(batch * heads, grain: grain) { first, count in
            for i in first..<first + count { body(i / heads, i % heads, isShared ? 0 : i / heads, i * tq * tk) }
        }
    }
    func output(_ y: Tensor, _ b: Int, _ h: Int, isTransposed: Bool = false) -> Matrix {
        Matrix(pointer: y.pointer + b * tq * hiddenSize + h * size, stride: hiddenSize, isTransposed: isTransposed)
    }
    forEachHead { b, h, kb, at in
        let scores = Matrix(pointer: weights.pointer + at, stride: tk)
        multiply(
            queries.matrix(batch: b, head: h, size: size),
            keys.matrix(batch: kb, head: h, size: size, isTransposed: true),
            into: scores, m: tq, n: tk, k: size, alpha: scale)
        ck_softmax(scores.pointer, tq, tk, tk, isCausal ? tk - tq + 1 : tk, isCausal ? 1 : 0)
    }
    func dropped(_ x: Tensor) -> Tensor {
        Tensors.dropout(x, probability: probability, seed: seed, first: firstBatch * heads * tq * tk)
    }
    let kept = dropped(weights)
    forEachHead { b, h, kb, at in
        multiply(
            Matrix(pointer: kept.pointer + at, stride: tk), values.matrix(batch: kb, head: h, size: size),
            into: output(y, b, h), m: tq, n: size, k: tk)
    }
    return y.recorded(from: [queries.tensor, keys.tensor, values.tensor]) { dy in
        precondition(!isShared || batch == 1, "keys broadcast over a batch are for inference only")
        let dWeights = Tensor(uninitialized: weights.shape)
        forEachHead { b, h, kb, at in
            multiply(
                output(dy, b, h), values.matrix(batch: kb, head: h, size: size, isTransposed: true),
                into: Matrix(pointer: dWeights.pointer + at, stride: tk), m: tq, n: tk, k: size)
        }
        let dScores = dropped(dWeights)
        forEachHead { _, _, _, at in
            ck_softmax_backward(weights.pointer + at, dScores.pointer + at, tq, tk, scale)
        }
        values.tensor.gradient?.accumulate { sum in
            forEachHead { b, h, kb, at in
                multiply(
                    Matrix(pointer: kept.pointer + at, stride: tk, isTransposed: true), output(dy, b, h),
                    into: values.matrix(in: sum, batch: kb, head: h, size: size), m: tk, n: size, k: tq, beta: 1)
            }
        }
        queries.tensor.gradient?.accumulate { sum in
            forEachHead { b, h, kb, at in
                multiply(
                    Matrix(pointer: dScores.pointer + at, stride: tk), keys.matrix(batch: kb, head: h, size: size),
                    into: queries.matrix(in: sum, batch: b, head: h, size: size), m: tq, n: size, k: tk, beta: 1)
            }
        }
        keys.tensor.gradient?.accumulate { sum in
            forEachHead { b, h, kb, at in
                multiply(
                    Matrix(pointer: dScores.pointer + at, stride: tk, isTransposed: true),
                    queries.matrix(batch: b, head: h, size: size),
                    into: keys.matrix(in: sum, batch: kb, head: h, size: size), m: tk, n: size, k: tq, beta: 1)
            }
        }
    }
}
