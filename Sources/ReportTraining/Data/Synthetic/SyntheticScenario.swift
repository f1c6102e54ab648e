import NeuralNetwork

/// The kind of patient in a synthetic study, which decides how likely each finding is.
struct SyntheticScenario {
    /// Share of all studies.
    let share: Float
    /// Probability of each finding in the scenario; others are absent.
    let rates: [ChestFinding: Float]
    /// Probability of a device.
    let device: Float

    private static let all = [
        SyntheticScenario(share: 0.45, rates: [:], device: 0),
        // Heart failure
        SyntheticScenario(
            share: 0.15, rates: [.cardiomegaly: 0.8, .edema: 0.7, .effusion: 0.6, .atelectasis: 0.25], device: 0.4),
        // Infection
        SyntheticScenario(
            share: 0.14,
            rates: [.pneumonia: 0.6, .consolidation: 0.4, .infiltration: 0.4, .effusion: 0.3, .atelectasis: 0.2],
            device: 0.2),
        // Chronic lung disease
        SyntheticScenario(
            share: 0.1,
            rates: [.emphysema: 0.6, .fibrosis: 0.5, .pleuralThickening: 0.35, .pneumothorax: 0.25, .nodule: 0.15],
            device: 0.1),
        // Malignancy
        SyntheticScenario(
            share: 0.1,
            rates: [.mass: 0.6, .nodule: 0.4, .effusion: 0.3, .atelectasis: 0.3, .pleuralThickening: 0.15],
            device: 0.3),
        // Any finding
        SyntheticScenario(
            share: 0.06,
            rates: Dictionary(uniqueKeysWithValues: ChestFinding.allCases.map { ($0, Float(0.15)) }), device: 0.2),
    ]

    /// Draws the findings with a label of one study.
    static func draw(_ generator: inout RandomGenerator) -> Set<FactFinding> {
        var left = generator.nextUnit()
        var drawn: Set<FactFinding> = []
        for scenario in all {
            left -= scenario.share
            guard left < 0 else { continue }
            for finding in ChestFinding.allCases {
                if let rate = scenario.rates[finding], generator.nextUnit() < rate { drawn.insert(.chest(finding)) }
            }
            if generator.nextUnit() < scenario.device { drawn.insert(.device) }
            break
        }
        return drawn
    }
}
