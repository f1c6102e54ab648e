import DICOMObject
import FindingLabels
import Imaging
import ReportGeneration

/// The JSON that `thorax-model report --json` prints.
struct ReportOutput: Encodable {
    /// Null if no draft is offered; the sentences are included anyway, and `abstention` gives the reason.
    let text: String?
    let abstained: Bool
    let abstention: String?
    let sentences: [DraftSentence]
    let findings: [FindingOutput]
    let notices: [NoticeOutput]
    let timings: DraftTimings
    let provenance: DraftProvenance

    init(
        _ draft: DraftReport, of model: ModelBundle, pictures: [(file: String, display: DisplayTransformation?)]
    ) {
        text = draft.abstained ? nil : draft.text
        abstained = draft.abstained
        abstention = draft.abstention
        sentences = draft.sentences
        findings = draft.probabilities.map(FindingOutput.init)
        notices = zip(draft.notices, draft.noticeTexts).map(NoticeOutput.init)
        timings = draft.timings
        provenance = DraftProvenance(draft, of: model, pictures: pictures)
    }

    struct FindingOutput: Encodable {
        let finding: String
        let probability: Double
        let threshold: Double
        let presentThreshold: Double?
        let degree: FindingDegree
        let isLikely: Bool

        init(_ opinion: FindingProbability) {
            finding = opinion.label
            probability = opinion.probability
            threshold = opinion.threshold
            presentThreshold = opinion.presentThreshold
            degree = opinion.degree
            isLikely = opinion.isLikely
        }
    }

    /// A notice's own fields and its text.
    struct NoticeOutput: Encodable {
        let notice: DraftNotice
        let text: String

        private enum CodingKeys: String, CodingKey {
            case text, needsAttention
        }

        func encode(to encoder: any Encoder) throws {
            try notice.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(text, forKey: .text)
            try values.encode(notice.needsAttention, forKey: .needsAttention)
        }
    }
}

/// Where a draft comes from: enough to reproduce it.
struct DraftProvenance: Encodable {
    let model: String
    let version: String
    let weightsSHA256: String
    let vocabularySHA256: String
    let preprocessing: Preprocessing
    let textPipeline: TextPipeline
    let decoding: Decoding
    let pictures: [PictureRead]
    let statement: String

    struct Decoding: Encodable {
        let search = "beam"
        let beams: Int
        let promptsFindings: Bool
        /// Maximum tokens of a draft, including end token and prompt.
        let maxLength: Int
    }

    struct PictureRead: Encodable {
        let file: String
        /// Whether the draft was made from this picture.
        let isRead: Bool
        /// How a DICOM object was displayed to the model, and what was passed over; absent for other files.
        let display: DisplayTransformation?
    }

    init(
        _ draft: DraftReport, of model: ModelBundle, pictures: [(file: String, display: DisplayTransformation?)]
    ) {
        self.model = model.identity.name
        version = model.identity.version
        weightsSHA256 = model.weightsSHA256
        vocabularySHA256 = model.vocabularySHA256
        preprocessing = model.configuration.preprocessing
        textPipeline = model.configuration.textPipeline
        decoding = Decoding(
            beams: model.configuration.beamCount, promptsFindings: model.configuration.promptsFindings,
            maxLength: model.configuration.network.maxLength)
        let leftOut: Set<Int> = draft.abstained ? [] : Set(draft.notices.compactMap(\.refusedPicture))
        self.pictures = pictures.enumerated().map { index, picture in
            PictureRead(file: picture.file, isRead: !leftOut.contains(index), display: picture.display)
        }
        statement = model.provenance.statement
    }
}
