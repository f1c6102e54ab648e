import Testing

@testable import Tensors

/// Deterministic numbers in -1 ... 1 without a pattern that could hide an indexing error.
func numbers(_ shape: [Int], from start: Int = 0) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { Float(($0 * 7919 + start * 104_729 + 13) % 2003) / 1001.5 - 1 }, shape: shape)
}

/// Compares the gradients of sum(weights * function(inputs)) with central differences, for every element of every input.
func checkGradients(
    _ inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 2e-3, location: SourceLocation = #_sourceLocation,
    _ function: ([Tensor]) -> Tensor
) throws {
    try Compute.prepare(threads: 2)
    func loss(_ inputs: [Tensor]) -> Tensor {
        let y = function(inputs)
        return sum(y * numbers(y.shape, from: 5))
    }
    /// The sum in double precision, from the values of y.
    func exactLoss(_ inputs: [Tensor]) -> Double {
        let y = function(inputs)
        return zip(y.array(), numbers(y.shape, from: 5).array()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let tape = Tape()
    let leaves = inputs.map { tape.leaf($0) }
    tape.backward(from: loss(leaves))
    for (index, input) in inputs.enumerated() {
        let gradient = try #require(leaves[index].gradient?.value, sourceLocation: location).array()
        for element in 0..<input.count {
            func moved(_ by: Float) -> Double {
                var values = input.array()
                values[element] += by
                var others = inputs
                others[index] = Tensor(values, shape: input.shape)
                return exactLoss(others)
            }
            let difference = (moved(step) - moved(-step)) / Double(2 * step)
            let error = abs(difference - Double(gradient[element])) / max(1, abs(difference))
            #expect(
                error < tolerance, "input \(index), element \(element): \(gradient[element]) for \(difference)",
                sourceLocation: location)
        }
    }
}
