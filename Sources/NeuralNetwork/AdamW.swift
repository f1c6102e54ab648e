import Foundation
import Tensors

/// AdamW (Loshchilov and Hutter 2019): Adam with weight decay beside the gradient, not in it.
package final class AdamW {
    /// Parameters that share a learning rate and a decay.
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

    private let groups: [Group]
    private let moments: [[(first: Tensor, second: Tensor)]]
    private let beta1: Float
    private let beta2: Float
    private let epsilon: Float
    private var steps = 0

    package init(groups: [Group], beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8) {
        self.groups = groups
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        moments = groups.map { group in
            group.parameters.map { (Tensor(shape: $0.value.shape), Tensor(shape: $0.value.shape)) }
        }
    }

    /// One step along the gathered gradients; the schedule's factor scales every group's learning rate.
    package func step(learningRateFactor factor: Float = 1) {
        steps += 1
        let correction1 = 1 - powf(beta1, Float(steps))
        let correction2 = 1 - powf(beta2, Float(steps))
        for (group, moments) in zip(groups, moments) {
            for (parameter, moment) in zip(group.parameters, moments) {
                adamW(
                    parameter.value, gradient: parameter.gradient, first: moment.first, second: moment.second,
                    rate: group.learningRate * factor, decay: group.weightDecay, beta1: beta1, beta2: beta2,
                    epsilon: epsilon, correction1: correction1, correction2: correction2)
            }
        }
    }

    /// Forgets the gathered gradients.
    package func zeroGradients() {
        for parameter in groups.flatMap(\.parameters) { parameter.gradient.fill(0) }
    }
}

/// Scales all gradients so that their common norm is at most `limit`; returns the norm before. A norm that is not finite
/// leaves the gradients as they are, for the caller to skip the step.
package func clipGradientNorm(_ parameters: [Parameter], to limit: Float) -> Float {
    let norm = Float(parameters.reduce(0) { $0 + $1.gradient.squaredNorm }.squareRoot())
    if norm.isFinite, norm > limit {
        for parameter in parameters { parameter.gradient.scale(by: limit / norm) }
    }
    return norm
}

/// The learning rate's factor: up from 0 to 1 in a line, then down to `floor` along half a cosine.
package struct WarmUpCosineSchedule: Sendable {
    package let warmUpSteps: Int
    package let totalSteps: Int
    package let floor: Float

    package init(warmUpSteps: Int, totalSteps: Int, floor: Float = 0) {
        self.warmUpSteps = warmUpSteps
        self.totalSteps = totalSteps
        self.floor = floor
    }

    /// The factor for a step counted from 0; `floor` from `totalSteps` on.
    package func factor(at step: Int) -> Float {
        if step < warmUpSteps { return Float(step + 1) / Float(warmUpSteps) }
        let progress = min(1, Float(step - warmUpSteps) / Float(max(1, totalSteps - warmUpSteps)))
        return floor + (1 - floor) * 0.5 * (1 + cosf(.pi * progress))
    }
}
