import FindingLabels

/// The limits of one version of a model, as sentences in ASCII. They are stored with each draft, so that a draft is shown with
/// the limits of the model that wrote it, whichever is installed now.
package enum ModelLimits {
    package static func sentences(_ configuration: BundleConfiguration, _ provenance: Provenance) -> [String] {
        var sentences = provenance.statement.isEmpty ? [] : [provenance.statement]
        if let films = provenance.films["train"], let patients = provenance.patients["train"] {
            sentences.append("The model was trained on \(films) films of \(patients) patients.")
        }
        let labels = configuration.labels.map(HeadLabels.readable).filter { $0 != noFinding }
        sentences.append(
            "It looks for \(labels.listed("and")), and for nothing else. What the draft does not mention may still be there."
        )
        let known = Set(configuration.labels.compactMap(HeadLabels.finding))
        let others = Finding.allCases.filter { $0 != .noFinding && !known.contains($0) }.map {
            $0.rawValue.lowercased()
        }
        if !others.isEmpty { sentences.append("It does not look for \(others.listed("or")).") }
        return sentences + probabilities(configuration)
    }

    private static let noFinding = Finding.noFinding.rawValue.lowercased()

    private static func probabilities(_ configuration: BundleConfiguration) -> [String] {
        guard configuration.calibration != nil, let prevalences = configuration.prevalences else {
            return ["Its probabilities are not calibrated."]
        }
        let pairs = zip(configuration.labels.map(HeadLabels.readable), prevalences).filter { $0.0 != noFinding }
        let frequent = pairs.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }.prefix(3)
            .map { "\($0.0) \(Int(($0.1 * 100).rounded())) %" }
        var sentences: [String] = []
        if !frequent.isEmpty {
            sentences.append(
                "Its probabilities hold where findings are as frequent as on the films of its calibration "
                    + "(\(frequent.joined(separator: ", "))), and are too high where they are rarer.")
        }
        let unseen = pairs.filter { $0.1 == 0 }.map(\.0)
        if !unseen.isEmpty { sentences.append("No film of its calibration had \(unseen.listed("or")).") }
        return sentences
    }
}
