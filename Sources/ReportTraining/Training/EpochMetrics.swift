/// One line of a run's `metrics.jsonl`: means over one epoch.
package struct EpochMetrics: Codable, Sendable, Equatable {
    package var epoch: Int
    package var steps: Int
    package var learningRate: Double
    package var textLoss: Double
    package var findingLoss: Double
    package var validationTextLoss: Double
    package var validationFindingLoss: Double
    /// Macro-AUC over the findings with at least `EvaluationPolicy.minimumPositives` positives in the validation fold.
    package var validationAUC: Double
    package var examplesPerSecond: Double
    package var seconds: Double
}
