import Foundation
import Tensors

/// How a step's gradients are kept from being too large.
package enum GradientClipping: Codable, Sendable, Equatable {
    /// All of them scaled so that their common norm is at most the limit.
    case norm(limit: Float)
    /// Each element moved into -limit ... limit.
    case value(limit: Float)

    package var limit: Float {
        switch self {
        case .norm(let limit), .value(let limit): limit
        }
    }

    /// Clips the gathered gradients; returns their norm before. A norm that is not finite leaves norm-clipped gradients as
    /// they are, for the caller to skip the step.
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

/// Scales all gradients so that their common norm is at most `limit`; returns the norm before. A norm that is not finite
/// leaves the gradients as they are, for the caller to skip the step.
package func clipGradientNorm(_ parameters: [Parameter], to limit: Float) -> Float {
    let norm = Float(parameters.reduce(0) { $0 + $1.gradient.squaredNorm }.squareRoot())
    if norm.isFinite, norm > limit {
        for parameter in parameters { parameter.gradient.scale(by: limit / norm) }
    }
    return norm
}
