import DICOMCore
import Platform
package import WorkListDatabase

extension WorkListStore {
    /// The draft of a claimed study: its report as JSON, and its documents.
    package struct NewDraft: Sendable {
        /// Documents, the Basic Text SR first; at most one of each form.
        package let documents: [NewDocument]
        package let report: String
        package let modelName: String
        package let modelVersion: String
        package let weightsSHA256: String
        /// Seconds per stage, as a JSON object.
        package let stageSeconds: String
        /// Where the model looked; nil if the draft is not offered, or if its attention was not kept.
        package let attention: DraftAttention?

        package init(
            documents: [NewDocument], report: String, modelName: String, modelVersion: String, weightsSHA256: String,
            stageSeconds: String, attention: DraftAttention? = nil
        ) {
            self.documents = documents
            self.report = report
            self.modelName = modelName
            self.modelVersion = modelVersion
            self.weightsSHA256 = weightsSHA256
            self.stageSeconds = stageSeconds
            self.attention = attention
        }
    }
}
