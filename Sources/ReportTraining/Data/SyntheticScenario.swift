import NeuralNetwork

/// The kind of patient in a synthetic study, which decides how likely each finding is.
struct SyntheticScenario {
    /// Share of all studies.
    let share: Float
    /// Probability of each finding in the scenario; others are absent.
    let rates: [ChestFinding: Float]

    private static let all = [
        SyntheticScenario(share: 0.34, rates: [:]),
        // Heart failure
        SyntheticScenario(
            share: 0.18, rates: [.cardiomegaly: 0.8, .edema: 0.7, .effusion: 0.6, .atelectasis: 0.25]),
        // Infection
        SyntheticScenario(
            share: 0.18,
            rates: [.pneumonia: 0.65, .consolidation: 0.5, .infiltration: 0.5, .effusion: 0.3, .atelectasis: 0.2]),
        // Chronic lung disease
        SyntheticScenario(
            share: 0.12,
            rates: [.emphysema: 0.6, .fibrosis: 0.5, .pleuralThickening: 0.35, .pneumothorax: 0.25, .nodule: 0.15]),
        // Malignancy
        SyntheticScenario(
            share: 0.1,
            rates: [.mass: 0.65, .nodule: 0.5, .effusion: 0.4, .atelectasis: 0.35, .pleuralThickening: 0.2]),
        // Any finding
        SyntheticScenario(
            share: 0.08,
            rates: Dictionary(uniqueKeysWithValues: ChestFinding.allCases.map { ($0, Float(0.15)) })),
    ]

    /// Draws the findings of one study.
    static func draw(_ generator: inout RandomGenerator) -> Set<ChestFinding> {
        var left = generator.nextUnit()
        var drawn: Set<ChestFinding> = []
        for scenario in all {
            left -= scenario.share
            guard left < 0 else { continue }
            for finding in ChestFinding.allCases {
                if let rate = scenario.rates[finding], generator.nextUnit() < rate { drawn.insert(finding) }
            }
            break
        }
        return drawn
    }
}
