import FindingLabels
import ReportGeneration

/// The model's results for one study, beside its reference and labels.
package struct StudyPrediction: Encodable, Sendable {
    /// The study's id in the data set.
    package let id: String
    /// The text that the draft is compared with.
    package let reference: String
    /// The decoder's words, also if the draft is not offered.
    package let draft: String
    /// Whether no draft would be offered, because no picture shows an upright chest.
    package let abstained: Bool
    package let findings: [Finding]

    package struct Finding: Encodable, Sendable {
        package let finding: String
        /// `positive`, `negative`, `uncertain` or `unmentioned`, as the data set says.
        package let label: String
        package let probability: Double
        package let threshold: Double
    }

    init(_ study: TrainingStudy, reference: DraftReference, draft: DraftReport) {
        id = study.id
        self.reference = reference.report.text
        self.draft = EvaluatedText(words: draft.words).text
        abstained = draft.abstained
        findings = zip(draft.probabilities, study.labels).map { opinion, status in
            Finding(
                finding: opinion.label, label: status.rawValue, probability: opinion.probability,
                threshold: opinion.threshold)
        }
    }
}
