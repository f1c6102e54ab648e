/// The model's estimate of one finding in a study.
package struct AssessedFinding: Sendable, Equatable {
    /// The model's name for the finding.
    package var label: String
    /// The model's own probability in 0...1, not calibrated.
    package var probability: Double
    /// The model calls the finding likely at or above this probability.
    package var threshold: Double

    package init(label: String, probability: Double, threshold: Double) {
        self.label = label
        self.probability = probability
        self.threshold = threshold
    }

    package var isLikely: Bool { probability >= threshold }

    /// The label as displayed.
    package var name: String { label.replacing("_", with: " ").lowercased() }

    /// The probability in percent with one decimal, as a Decimal String (VR DS).
    var percent: String { Self.percent(probability) }
    /// The threshold in the same format.
    var thresholdPercent: String { Self.percent(threshold) }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
