package import DICOMCore
package import FoundationEssentials
package import WorkList

/// A verdict whose documents a reporter process has taken to write, with all they are made of.
package struct ReviewDocumentsClaim: Sendable {
    package let review: ReviewRecord
    package let studyInstanceUID: String
    /// The eligible ones of the study.
    package let images: [ReceivedImage]
    /// The draft's JSON.
    package let draftReport: String
    /// The draft's documents by form; for an addendum those that were signed. A signed report that a workstation sent
    /// back stands for every form of SR.
    package let predecessors: [ReportForm: InstanceReference]
    /// All of the draft's documents.
    package let draftDocuments: [InstanceReference]
    /// Of the draft.
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

/// What a signed report that came back turned out to be.
package enum ReturnedReportOutcome: Sendable, Equatable {
    /// - draft: SOP Instance UID of the document it names as predecessor.
    /// - observer: person name of the verifying observer.
    case signs(draft: String, text: SignedText, observer: String, organization: String, verifiedAt: Date)
    /// It names no draft of this node.
    case unrelated
    case unreadable(reason: String)
}
