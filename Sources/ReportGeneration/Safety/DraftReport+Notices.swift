import FindingLabels

extension DraftReport {
    /// The notices in plain words, one sentence or two each, in ASCII so that every character set can carry them.
    package var noticeTexts: [String] { notices.map(describe) }

    private func describe(_ notice: DraftNotice) -> String {
        switch notice {
        case .notChestRadiograph(let picture, let distance):
            "Picture \(picture + 1) is probably not a frontal chest radiograph like those the model was trained on "
                + "(\(Self.factor(distance)) times the usual limit)"
                + (abstention == nil ? "; the draft was made without it." : ".")
        case .unlikeTrainingPictures(let picture, let distance):
            "Picture \(picture + 1) is unlike the pictures the model was trained on "
                + "(\(Self.factor(distance)) times the usual limit); the draft may be wrong for that reason alone."
        case .picturesNotAssessed:
            "Whether the pictures resemble those the model was trained on was not assessed: this model holds no "
                + "record of its training pictures."
        case .contradictsHead(let sentence, let finding, let status, let opinion):
            quoted(sentence) + " says that \(HeadLabels.readable(finding)) is "
                + (status == .negative ? "absent" : "present") + ", but the model's separate estimate from the picture "
                + "gives " + Self.estimate(opinion) + "."
        case .findingUnmentioned(let opinion):
            "The model's separate estimate from the picture gives " + Self.estimate(opinion)
                + ", but no sentence speaks of it."
        case .comparesWithPrior(let sentence, let words):
            quoted(sentence) + " compares with an earlier study (\(words.joined(separator: ", "))), but the model was "
                + "shown none."
        case .unreliableMeasurement(let sentence, let words):
            quoted(sentence) + " states a measurement (\(words.joined(separator: ", "))), but this model learned from "
                + "text without decimal points: the number must not be relied on."
        case .endedByLengthLimit:
            "The draft was cut off at the greatest length the model can write and is not complete."
        case .lowConfidence(let sentence, let probability):
            "The model was unsure of the words of " + quoted(sentence, inside: true)
                + " (mean probability \(Self.percent(probability)))."
        case .mostFrequentReport:
            "The draft is word for word the most frequent report of the model's training data."
        }
    }

    private func quoted(_ sentence: Int, inside: Bool = false) -> String {
        let text = sentences.indices.contains(sentence) ? sentences[sentence].text : ""
        return (inside ? "the" : "The") + " sentence \"\(text)\""
    }

    private static func estimate(_ opinion: FindingProbability) -> String {
        "\(HeadLabels.readable(opinion.label)) \(percent(opinion.probability)) "
            + "(called likely from \(percent(opinion.threshold)))"
    }

    private static func percent(_ probability: Double) -> String { "\(Int((probability * 100).rounded())) %" }

    private static func factor(_ value: Double) -> String {
        let tenths = Int((min(value, 1000) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
