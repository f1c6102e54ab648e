package import DICOMCore
package import WorkList

/// A verdict that a reporter process has claimed to write its documents, with all data they need.
package struct ReviewDocumentsClaim: Sendable {
    package let review: ReviewRecord
    package let studyInstanceUID: String
    /// The eligible images of the study.
    package let images: [ReceivedImage]
    /// JSON of the draft.
    package let draftReport: String
    /// Documents of the draft by form; for an addendum, the signed documents. A signed report that a workstation sent
    /// back counts for every SR form.
    package let predecessors: [ReportForm: InstanceReference]
    /// All documents of the draft.
    package let draftDocuments: [InstanceReference]
    /// Revision of the draft.
    package let revision: Int

    package init(
        review: ReviewRecord, studyInstanceUID: String, images: [ReceivedImage], draftReport: String,
        predecessors: [ReportForm: InstanceReference], draftDocuments: [InstanceReference], revision: Int
    ) {
        self.review = review
        self.studyInstanceUID = studyInstanceUID
        self.images = images
        self.draftReport = draftReport
        self.predecessors = predecessors
        self.draftDocuments = draftDocuments
        self.revision = revision
    }
}
