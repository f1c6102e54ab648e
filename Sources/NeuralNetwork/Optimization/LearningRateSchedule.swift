import Foundation

/// Learning rate factor that rises linearly from 0 to 1, then falls to `floor` along half a cosine.
package struct WarmUpCosineSchedule: Sendable {
    package let warmUpSteps: Int
    package let totalSteps: Int
    package let floor: Float

    package init(warmUpSteps: Int, totalSteps: Int, floor: Float = 0) {
        self.warmUpSteps = warmUpSteps
        self.totalSteps = totalSteps
        self.floor = floor
    }

    /// Factor for a step counted from 0; `floor` from `totalSteps` on.
    package func factor(at step: Int) -> Float {
        if step < warmUpSteps { return Float(step + 1) / Float(warmUpSteps) }
        let progress = min(1, Float(step - warmUpSteps) / Float(max(1, totalSteps - warmUpSteps)))
        return floor + (1 - floor) * 0.5 * (1 + cosf(.pi * progress))
    }
}

/// Learning rate factor that starts at 1 and is multiplied by `factor` after every `interval` steps (PyTorch's
/// `StepLR`).
package struct StepSchedule: Sendable {
    package let interval: Int
    package let factor: Float

    package init(interval: Int, factor: Float) {
        self.interval = interval
        self.factor = factor
    }

    /// Factor for a step counted from 0.
    package func factor(at step: Int) -> Float { powf(factor, Float(step / interval)) }
}
