package import FindingLabels

/// Something the reader of a draft should know. Notices are data: they never change the draft or remove anything from
/// it; `degreeLowered` reports a change.
///
/// Encoded in JSON as an object with `kind` and the fields below. Sentences and pictures are counted from 0: sentences
/// through Findings, then Impression; pictures in the order given.
///
/// | kind | fields |
/// |---|---|
/// | `notChestRadiograph`, `unlikeTrainingPictures` | `picture`, `distance` |
/// | `pictureTurned`, `pictureMayBeTurned` | `picture`, `orientation`, `margin` |
/// | `pictureLooksMirrored` | `picture`, `margin` |
/// | `picturesNotAssessed`, `orientationNotChecked` | |
/// | `viewNotStated` | `picture` |
/// | `textNotRead` | |
/// | `contradictsHead` | `sentence`, `finding`, `status`, `opinion` |
/// | `degreeLowered` | `sentence`, `words`, `opinion` |
/// | `sectionsDisagree` | `sentence`, `finding`, `words` |
/// | `findingUnmentioned` | `opinion` |
/// | `comparesWithPrior`, `unreliableMeasurement` | `sentence`, `words` |
/// | `endedByLengthLimit`, `mostFrequentReport` | |
/// | `lowConfidence` | `sentence`, `probability` |
package enum DraftNotice: Sendable, Equatable {
    /// The picture is probably not a chest radiograph of the kind the model was trained on. `distance` is a multiple of
    /// the usual limit (`InputDistribution`).
    case notChestRadiograph(picture: Int, distance: Double)
    /// The picture is farther from the training pictures than nearly all known ones.
    case unlikeTrainingPictures(picture: Int, distance: Double)
    /// The film is turned, and its picture is not used for the draft. `margin` is in log odds (`OrientationEstimate`).
    case pictureTurned(picture: Int, orientation: FilmOrientation, margin: Double)
    /// The film may be turned in the picture, but not surely enough to refuse it.
    case pictureMayBeTurned(picture: Int, orientation: FilmOrientation, margin: Double)
    /// Left and right look exchanged in the picture.
    case pictureLooksMirrored(picture: Int, margin: Double)
    /// The bundle has no statistics of its training pictures.
    case picturesNotAssessed
    /// The bundle cannot recognize a turned or mirrored film.
    case orientationNotChecked
    /// No attribute of the film says which view it is; it was read as a frontal one.
    case viewNotStated(picture: Int)
    /// The text is not in English, so its sentences were not compared with the finding head.
    case textNotRead
    /// A sentence contradicts the finding head.
    case contradictsHead(sentence: Int, finding: String, status: FindingStatus, opinion: FindingProbability)
    /// A sentence that stated as present what the finding head calls possible. Its wording was changed to say so;
    /// `written` is the model's.
    case degreeLowered(sentence: Int, written: String, opinion: FindingProbability)
    /// A sentence of the Impression contradicts one of the Findings, `against`.
    case sectionsDisagree(sentence: Int, finding: String, against: String)
    /// No sentence mentions a finding that the finding head calls present or possible.
    case findingUnmentioned(opinion: FindingProbability)
    /// A sentence compares with a prior study, but the model was shown none.
    case comparesWithPrior(sentence: Int, words: [String])
    /// A sentence states a measurement, but the model was trained on text without decimal points.
    case unreliableMeasurement(sentence: Int, words: [String])
    /// The draft was cut off at the maximum length.
    case endedByLengthLimit
    /// The mean probability of the sentence's words is lower than that of nearly all sentences on known pictures.
    case lowConfidence(sentence: Int, probability: Double)
    /// The draft is word for word the most frequent training report.
    case mostFrequentReport

    /// Whether something may be wrong; otherwise the notice only states how far the draft can be relied on.
    package var needsAttention: Bool {
        switch self {
        case .mostFrequentReport, .picturesNotAssessed, .orientationNotChecked: false
        default: true
        }
    }

    /// Index of the sentence the notice is about, or nil.
    package var sentence: Int? {
        switch self {
        case .contradictsHead(let sentence, _, _, _), .degreeLowered(let sentence, _, _),
            .sectionsDisagree(let sentence, _, _),
            .comparesWithPrior(let sentence, _), .unreliableMeasurement(let sentence, _),
            .lowConfidence(let sentence, _):
            sentence
        default: nil
        }
    }

    /// Whether the notice is about the draft's text, which is not shown if no draft is offered.
    package var isAboutText: Bool {
        switch self {
        case .notChestRadiograph, .unlikeTrainingPictures, .pictureTurned, .pictureMayBeTurned, .pictureLooksMirrored,
            .picturesNotAssessed, .orientationNotChecked, .viewNotStated:
            false
        case .textNotRead, .contradictsHead, .degreeLowered, .sectionsDisagree, .findingUnmentioned, .comparesWithPrior,
            .unreliableMeasurement, .endedByLengthLimit, .lowConfidence, .mostFrequentReport:
            true
        }
    }

    /// Index of the picture that is not used for the draft because of what it shows; nil for other notices.
    package var refusedPicture: Int? {
        switch self {
        case .notChestRadiograph(let picture, _), .pictureTurned(let picture, _, _): picture
        default: nil
        }
    }
}

extension DraftNotice: Codable {
    enum Kind: String, Codable, CaseIterable {
        case notChestRadiograph, unlikeTrainingPictures, pictureTurned, pictureMayBeTurned, pictureLooksMirrored
        case picturesNotAssessed, orientationNotChecked, viewNotStated, textNotRead, contradictsHead, degreeLowered
        case sectionsDisagree, findingUnmentioned, comparesWithPrior, unreliableMeasurement, endedByLengthLimit
        case lowConfidence, mostFrequentReport
    }

    private enum CodingKeys: String, CodingKey {
        case kind, picture, distance, orientation, margin, sentence, finding, status, opinion, words, probability
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value { try values.decode(Value.self, forKey: key) }
        self =
            switch try value(.kind) as Kind {
            case .notChestRadiograph:
                .notChestRadiograph(picture: try value(.picture), distance: try value(.distance))
            case .unlikeTrainingPictures:
                .unlikeTrainingPictures(picture: try value(.picture), distance: try value(.distance))
            case .pictureTurned:
                .pictureTurned(
                    picture: try value(.picture), orientation: try value(.orientation), margin: try value(.margin))
            case .pictureMayBeTurned:
                .pictureMayBeTurned(
                    picture: try value(.picture), orientation: try value(.orientation), margin: try value(.margin))
            case .pictureLooksMirrored:
                .pictureLooksMirrored(picture: try value(.picture), margin: try value(.margin))
            case .picturesNotAssessed: .picturesNotAssessed
            case .orientationNotChecked: .orientationNotChecked
            case .viewNotStated: .viewNotStated(picture: try value(.picture))
            case .textNotRead: .textNotRead
            case .contradictsHead:
                .contradictsHead(
                    sentence: try value(.sentence), finding: try value(.finding), status: try value(.status),
                    opinion: try value(.opinion))
            case .degreeLowered:
                .degreeLowered(
                    sentence: try value(.sentence), written: (try value(.words) as [String]).joined(separator: " "),
                    opinion: try value(.opinion))
            case .sectionsDisagree:
                .sectionsDisagree(
                    sentence: try value(.sentence), finding: try value(.finding),
                    against: (try value(.words) as [String]).joined(separator: " "))
            case .findingUnmentioned: .findingUnmentioned(opinion: try value(.opinion))
            case .comparesWithPrior: .comparesWithPrior(sentence: try value(.sentence), words: try value(.words))
            case .unreliableMeasurement:
                .unreliableMeasurement(sentence: try value(.sentence), words: try value(.words))
            case .endedByLengthLimit: .endedByLengthLimit
            case .lowConfidence:
                .lowConfidence(sentence: try value(.sentence), probability: try value(.probability))
            case .mostFrequentReport: .mostFrequentReport
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        func write(_ kind: Kind) throws { try values.encode(kind, forKey: .kind) }
        switch self {
        case .notChestRadiograph(let picture, let distance):
            try write(.notChestRadiograph)
            try values.encode(picture, forKey: .picture)
            try values.encode(distance, forKey: .distance)
        case .unlikeTrainingPictures(let picture, let distance):
            try write(.unlikeTrainingPictures)
            try values.encode(picture, forKey: .picture)
            try values.encode(distance, forKey: .distance)
        case .pictureTurned(let picture, let orientation, let margin):
            try write(.pictureTurned)
            try values.encode(picture, forKey: .picture)
            try values.encode(orientation, forKey: .orientation)
            try values.encode(margin, forKey: .margin)
        case .pictureMayBeTurned(let picture, let orientation, let margin):
            try write(.pictureMayBeTurned)
            try values.encode(picture, forKey: .picture)
            try values.encode(orientation, forKey: .orientation)
            try values.encode(margin, forKey: .margin)
        case .pictureLooksMirrored(let picture, let margin):
            try write(.pictureLooksMirrored)
            try values.encode(picture, forKey: .picture)
            try values.encode(margin, forKey: .margin)
        case .picturesNotAssessed: try write(.picturesNotAssessed)
        case .orientationNotChecked: try write(.orientationNotChecked)
        case .viewNotStated(let picture):
            try write(.viewNotStated)
            try values.encode(picture, forKey: .picture)
        case .textNotRead: try write(.textNotRead)
        case .contradictsHead(let sentence, let finding, let status, let opinion):
            try write(.contradictsHead)
            try values.encode(sentence, forKey: .sentence)
            try values.encode(finding, forKey: .finding)
            try values.encode(status, forKey: .status)
            try values.encode(opinion, forKey: .opinion)
        case .degreeLowered(let sentence, let written, let opinion):
            try write(.degreeLowered)
            try values.encode(sentence, forKey: .sentence)
            try values.encode([written], forKey: .words)
            try values.encode(opinion, forKey: .opinion)
        case .sectionsDisagree(let sentence, let finding, let against):
            try write(.sectionsDisagree)
            try values.encode(sentence, forKey: .sentence)
            try values.encode(finding, forKey: .finding)
            try values.encode([against], forKey: .words)
        case .findingUnmentioned(let opinion):
            try write(.findingUnmentioned)
            try values.encode(opinion, forKey: .opinion)
        case .comparesWithPrior(let sentence, let words):
            try write(.comparesWithPrior)
            try values.encode(sentence, forKey: .sentence)
            try values.encode(words, forKey: .words)
        case .unreliableMeasurement(let sentence, let words):
            try write(.unreliableMeasurement)
            try values.encode(sentence, forKey: .sentence)
            try values.encode(words, forKey: .words)
        case .endedByLengthLimit: try write(.endedByLengthLimit)
        case .lowConfidence(let sentence, let probability):
            try write(.lowConfidence)
            try values.encode(sentence, forKey: .sentence)
            try values.encode(probability, forKey: .probability)
        case .mostFrequentReport: try write(.mostFrequentReport)
        }
    }
}
