/// The model's estimate of one finding in a study.
package struct AssessedFinding: Sendable, Equatable {
    /// The model's name for it.
    package var label: String
    /// In 0...1; the model's own, not calibrated.
    package var probability: Double
    /// From here on the model calls the finding likely.
    package var threshold: Double

    package init(label: String, probability: Double, threshold: Double) {
        self.label = label
        self.probability = probability
        self.threshold = threshold
    }

    package var isLikely: Bool { probability >= threshold }

    /// The label as a person reads it.
    package var name: String { label.replacing("_", with: " ").lowercased() }

    /// The probability in percent with one decimal, as a Decimal String (VR DS).
    var percent: String { Self.percent(probability) }
    /// The threshold likewise.
    var thresholdPercent: String { Self.percent(threshold) }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
