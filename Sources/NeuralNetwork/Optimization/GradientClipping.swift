import Foundation
import Tensors

/// How gradients are clipped before a step.
package enum GradientClipping: Codable, Sendable, Equatable {
    /// Scales all gradients so that their global norm is at most the limit.
    case norm(limit: Float)
    /// Clamps each element to -limit ... limit.
    case value(limit: Float)

    package var limit: Float {
        switch self {
        case .norm(let limit), .value(let limit): limit
        }
    }

    /// Clips the accumulated gradients and returns their global norm before clipping. With norm clipping a non-finite
    /// norm leaves the gradients unchanged; the caller should then skip the step.
    package func callAsFunction(_ parameters: [Parameter]) -> Float {
        switch self {
        case .norm(let limit): return clipGradientNorm(parameters, to: limit)
        case .value(let limit):
            let norm = clipGradientNorm(parameters, to: .infinity)
            for parameter in parameters { parameter.gradient.clamp(to: limit) }
            return norm
        }
    }
}

/// Scales all gradients so that their global norm is at most `limit` and returns the norm before. A non-finite norm
/// leaves the gradients unchanged; the caller should then skip the step.
package func clipGradientNorm(_ parameters: [Parameter], to limit: Float) -> Float {
    let norm = Float(parameters.reduce(0) { $0 + $1.gradient.squaredNorm }.squareRoot())
    if norm.isFinite, norm > limit {
        for parameter in parameters { parameter.gradient.scale(by: limit / norm) }
    }
    return norm
}
