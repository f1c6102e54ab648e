package import Tensors

/// The gradients of all trained parameters in one buffer, so that the ranks sum them in one exchange.
package struct FlatGradient {
    private let buffer: Tensor

    /// Moves the parameters' gradients into one buffer and zeroes them; each starts on its own cache line.
    package init(_ parameters: [Parameter]) {
        var starts: [Int] = []
        var end = 0
        for parameter in parameters {
            starts.append(end)
            end += (parameter.count + 15) / 16 * 16
        }
        buffer = Tensor(shape: [end])
        for (parameter, start) in zip(parameters, starts) {
            parameter.gradient = buffer.rows(start..<start + parameter.count).reshaped(parameter.value.shape)
        }
    }

    /// Replaces each gradient by its sum over all ranks.
    package func sum(over group: any ProcessGroup) { group.sum(buffer) }
}
