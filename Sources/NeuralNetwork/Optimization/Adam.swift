import Foundation
import Tensors

/// Adam (Kingma and Ba 2015) and two common variants.
package final class Adam {
    package enum Method: String, Codable, Sendable {
        /// Weight decay added to the gradient (L2), as PyTorch's `Adam`.
        case adam
        /// `adam` divided by the largest second moment so far (Reddi et al. 2018), as PyTorch's `amsgrad=True`.
        case amsgrad
        /// Decoupled weight decay (Loshchilov and Hutter 2019).
        case adamW
    }

    /// Splits parameters into two groups: matrices, with weight decay, and biases and norms, without.
    package static func groups(of parameters: [Parameter], learningRate: Float, weightDecay: Float) -> [Group] {
        [
            Group(
                parameters: parameters.filter { $0.value.shape.count > 1 }, learningRate: learningRate,
                weightDecay: weightDecay),
            Group(
                parameters: parameters.filter { $0.value.shape.count <= 1 }, learningRate: learningRate, weightDecay: 0),
        ]
    }

    /// Parameters that share a learning rate and weight decay.
    package struct Group {
        package var parameters: [Parameter]
        package var learningRate: Float
        package var weightDecay: Float

        package init(parameters: [Parameter], learningRate: Float, weightDecay: Float) {
            self.parameters = parameters
            self.learningRate = learningRate
            self.weightDecay = weightDecay
        }
    }

    private struct Moments {
        let first: Tensor
        let second: Tensor
        let largest: Tensor?
    }

    private let groups: [Group]
    private let method: Method
    private let moments: [[Moments]]
    private let beta1: Float
    private let beta2: Float
    private let epsilon: Float
    private var steps = 0

    package init(
        groups: [Group], method: Method = .adamW, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
    ) {
        self.groups = groups
        self.method = method
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        moments = groups.map { group in
            group.parameters.map {
                let shape = $0.value.shape
                return Moments(
                    first: Tensor(shape: shape), second: Tensor(shape: shape),
                    largest: method == .amsgrad ? Tensor(shape: shape) : nil)
            }
        }
    }

    /// Takes one step along the accumulated gradients; the schedule's factor scales every group's learning rate.
    package func step(learningRateFactor factor: Float = 1) {
        steps += 1
        let correction1 = 1 - powf(beta1, Float(steps))
        let correction2 = 1 - powf(beta2, Float(steps))
        for (group, moments) in zip(groups, moments) {
            let (rate, decay) = (group.learningRate * factor, group.weightDecay)
            for (parameter, moment) in zip(group.parameters, moments) {
                switch method {
                case .adamW:
                    adamW(
                        parameter.value, gradient: parameter.gradient, first: moment.first, second: moment.second,
                        rate: rate, decay: decay, beta1: beta1, beta2: beta2, epsilon: epsilon,
                        correction1: correction1, correction2: correction2)
                case .adam, .amsgrad:
                    adam(
                        parameter.value, gradient: parameter.gradient, first: moment.first, second: moment.second,
                        largest: moment.largest, rate: rate, decay: decay, beta1: beta1, beta2: beta2,
                        epsilon: epsilon, correction1: correction1, correction2: correction2)
                }
            }
        }
    }

    /// Sets the accumulated gradients to zero.
    package func zeroGradients() {
        for parameter in groups.flatMap(\.parameters) { parameter.gradient.fill(0) }
    }

    /// The moments, by parameter name, and the number of steps.
    package func checkpoint() -> Checkpoint {
        var tensors: [String: CheckpointTensor] = [:]
        for (name, tensor) in state { tensors[name] = CheckpointTensor(shape: tensor.shape, values: tensor.array()) }
        return Checkpoint(tensors: tensors, metadata: [Self.stepsKey: "\(steps)"])
    }

    /// Restores the state saved by `checkpoint`. On an error nothing is changed.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        guard let steps = checkpoint.metadata[Self.stepsKey].flatMap({ Int($0) }) else {
            throw .malformed(reason: "the optimiser's steps are missing")
        }
        for (name, tensor) in state {
            guard let found = checkpoint.tensors[name] else { throw .missing([name]) }
            guard found.shape == tensor.shape else {
                throw .wrongShape(tensor: name, expected: tensor.shape, found: found.shape)
            }
        }
        for (name, tensor) in state { if let found = checkpoint.tensors[name] { tensor.assign(found.values) } }
        self.steps = steps
    }

    private static let stepsKey = "steps"

    private var state: [(name: String, tensor: Tensor)] {
        zip(groups.flatMap(\.parameters), moments.joined()).flatMap { parameter, moment in
            [("first." + parameter.name, moment.first), ("second." + parameter.name, moment.second)]
                + (moment.largest.map { [("largest." + parameter.name, $0)] } ?? [])
        }
    }
}
