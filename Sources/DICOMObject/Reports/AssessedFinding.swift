/// The model's estimate of one finding in a study.
package struct AssessedFinding: Sendable, Equatable {
    /// The model's name for the finding.
    package var label: String
    /// The model's probability in 0...1, calibrated if there is a `presentThreshold`.
    package var probability: Double
    /// The model calls the finding possible at or above this probability, or present without a `presentThreshold`.
    package var threshold: Double
    /// The model calls the finding present at or above this probability; nil if it has no degree between.
    package var presentThreshold: Double?

    package init(label: String, probability: Double, threshold: Double, presentThreshold: Double? = nil) {
        self.label = label
        self.probability = probability
        self.threshold = threshold
        self.presentThreshold = presentThreshold
    }

    package var isLikely: Bool { probability >= threshold }
    package var isPresent: Bool { probability >= max(threshold, presentThreshold ?? 0) }

    /// What the finding is called.
    var degree: String {
        if presentThreshold == nil { return isLikely ? "likely" : "not likely" }
        return isPresent ? "present" : isLikely ? "possible" : "absent"
    }

    /// What the probability is compared with.
    var rule: String {
        guard let presentThreshold else { return "called likely from \(thresholdPercent) %" }
        let present = "present from \(Self.percent(presentThreshold)) %"
        return threshold < presentThreshold ? "possible from \(thresholdPercent) %, \(present)" : present
    }

    /// What the probability is compared with, for a column of a page: at most 25 characters, which is what it has room for.
    var limits: String {
        presentThreshold.map { "from \(thresholdPercent) %, \(Self.percent($0)) %" } ?? rule
    }

    /// How far the probability can be taken as one.
    var calibration: String { presentThreshold == nil ? "not calibrated" : "calibrated on films of its data set" }

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
