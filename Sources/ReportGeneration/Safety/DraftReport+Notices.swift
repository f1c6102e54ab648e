import FindingLabels

extension DraftReport {
    /// The notices as text of one or two sentences each, in ASCII so that any character set can encode them.
    package var noticeTexts: [String] { notices.map(describe) }

    private func describe(_ notice: DraftNotice) -> String {
        switch notice {
        case .notChestRadiograph(let picture, let distance):
            "Picture \(picture + 1) is probably not a frontal chest radiograph like those the model was trained on "
                + "(\(Self.factor(distance)) times the usual limit)"
                + (abstention == nil ? "; it was not used for the draft." : ".")
        case .unlikeTrainingPictures(let picture, let distance):
            "Picture \(picture + 1) is unlike the pictures the model was trained on "
                + "(\(Self.factor(distance)) times the usual limit), which may make the draft wrong."
        case .pictureTurned(let picture, let orientation, _):
            "The film in picture \(picture + 1) looks \(orientation.words)"
                + (abstention == nil ? "; it was not used for the draft." : ".")
        case .pictureMayBeTurned(let picture, let orientation, _):
            "The film in picture \(picture + 1) may be \(orientation.words), which would make the draft wrong."
        case .pictureLooksMirrored(let picture, _):
            "The film in picture \(picture + 1) looks mirrored: check the side marker. The model was trained on films "
                + "with the heart on the right of the picture."
        case .picturesNotAssessed:
            "The pictures were not compared with those the model was trained on: this model has no "
                + "statistics of its training pictures."
        case .orientationNotChecked:
            "Whether the films are turned or mirrored was not checked: this model cannot recognize it."
        case .viewNotStated(let picture):
            "The view of picture \(picture + 1) is not stated in its header; it was read as frontal. Check that it is."
        case .textNotRead:
            "The draft is not in English: its sentences were not compared with the model's separate estimate from the "
                + "picture."
        case .contradictsHead(let sentence, let finding, let status, let opinion):
            quoted(sentence) + " states that \(HeadLabels.readable(finding)) is "
                + (status == .negative ? "absent" : "present") + ", but the model's separate estimate from the picture "
                + "gives " + opinion.words + "."
        case .degreeLowered(let sentence, let written, let opinion):
            quoted(sentence) + " replaces \"\(written)\", because the model's separate estimate from the picture gives "
                + opinion.words + "."
        case .sectionsDisagree(let sentence, let finding, let against):
            quoted(sentence) + " of the Impression and \"\(against)\" of the Findings contradict each other about "
                + HeadLabels.readable(finding) + "."
        case .findingUnmentioned(let opinion):
            "The model's separate estimate from the picture gives " + opinion.words
                + ", but no sentence mentions it."
        case .comparesWithPrior(let sentence, let words):
            quoted(sentence) + " compares with a prior study (\(words.joined(separator: ", "))), but the model was "
                + "shown no prior study."
        case .unreliableMeasurement(let sentence, let words):
            quoted(sentence)
                + " states a measurement (\(words.joined(separator: ", "))), but this model was trained on "
                + "text without decimal points. Do not rely on the number."
        case .endedByLengthLimit:
            "The draft was cut off at the model's maximum length and is incomplete."
        case .lowConfidence(let sentence, _):
            quoted(sentence) + " is worded as the model rarely words one, so it may have been unsure what to say."
        case .mostFrequentReport:
            "The draft is word for word the most frequent report of the model's training data."
        }
    }

    private func quoted(_ sentence: Int) -> String {
        let text = sentences.indices.contains(sentence) ? sentences[sentence].text : ""
        return "The sentence \"\(text)\""
    }

    private static func factor(_ value: Double) -> String {
        let tenths = Int((min(value, 1000) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
