/// How sure a report may be of a finding.
package enum FindingDegree: String, Codable, Sendable {
    case present, possible, absent

    /// - Parameters:
    ///   - threshold: the probability from which a finding is at least possible.
    ///   - presentThreshold: the probability from which it is present; nil for a bundle without possible findings.
    package init(probability: Double, threshold: Double, presentThreshold: Double?) {
        if probability < threshold {
            self = .absent
        } else {
            self = probability < presentThreshold ?? threshold ? .possible : .present
        }
    }

    /// The limits that a probability is compared with: `possible from 18 %, present from 50 %`.
    ///
    /// - Parameter percent: writes a share.
    package static func rule(
        threshold: Double, presentThreshold: Double?, _ percent: (Double) -> String
    ) -> String {
        guard let presentThreshold else { return "called likely from \(percent(threshold))" }
        let present = "present from \(percent(presentThreshold))"
        return threshold < presentThreshold ? "possible from \(percent(threshold)), \(present)" : present
    }
}
