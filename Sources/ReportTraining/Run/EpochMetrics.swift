/// One line of a run's `metrics.jsonl`: means over one epoch.
package struct EpochMetrics: Codable, Sendable, Equatable {
    package var epoch: Int
    package var steps: Int
    package var learningRate: Double
    package var textLoss: Double
    package var findingLoss: Double
    /// Nil in epochs without the contrastive loss, as are its scores below.
    package var contrastiveLoss: Double?
    package var validationTextLoss: Double
    package var validationFindingLoss: Double
    /// Macro-AUC over `EvaluationPolicy.countedFindings` of the validation fold; nil if there are none.
    package var validationAUC: Double?
    /// Mean cosine of a validation study's image and text, of an image and other studies' texts, and the share of
    /// images whose own text is the nearest or among the five nearest.
    package var validationAlignment: Double?
    package var validationBackground: Double?
    package var validationRecallAt1: Double?
    package var validationRecallAt5: Double?
    package var examplesPerSecond: Double
    package var seconds: Double
}
