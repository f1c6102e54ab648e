package import FoundationEssentials
package import WorkList

/// A study as shown to a reviewer, without patient names or IDs.
package struct ReviewableStudy: Sendable, Equatable {
    /// Id of the work item.
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let state: WorkItemState
    package let revision: Int
    /// Draft of this revision; nil when it has no draft.
    package let draft: DraftText?
    /// Name and version of the model that wrote the draft.
    package let model: String?
    /// Claim of the reviewer who has the study open.
    package let claim: ReviewClaim?
    /// Verdicts and addenda, in the order of signing.
    package let reviews: [ReviewRecord]
    /// Signed reports that were sent back and decided nothing, oldest first.
    package let returned: [ReturnedListing]

    /// The same study without its draft.
    package var withoutDraft: ReviewableStudy {
        ReviewableStudy(
            workItem: workItem, studyInstanceUID: studyInstanceUID, accessionNumber: accessionNumber, state: state,
            revision: revision, draft: nil, model: model, claim: claim, reviews: reviews, returned: returned)
    }
}

/// The patient, the study and the views that a report is about.
package struct StudyPatient: Sendable, Equatable, Codable {
    package let id: String?
    /// Person name, `family^given=ideographic=phonetic`.
    package let name: String?
    /// `YYYYMMDD`
    package let birthDate: String?
    package let sex: String?
    /// At the date of the study: `62 years`.
    package let age: String?
    /// `YYYYMMDD`
    package let studyDate: String?
    package let studyDescription: String?
    /// The views of the images that the draft was made from, as their headers say.
    package let views: [String]
}

/// A draft that is waiting for a verdict.
package struct WaitingReview: Sendable, Equatable, Codable {
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let state: WorkItemState
    package let revision: Int
    package let draftedAt: Date
    /// Whether the model offered no draft, so that the report must be written.
    package let abstained: Bool
    /// Login of the reviewer who has it open.
    package let openBy: String?
    package let openUntil: Date?
}

/// A verdict as an entry of a list.
package struct ReviewListing: Sendable, Equatable, Codable {
    package let id: Int64
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let revision: Int
    package let verdict: ReviewVerdict
    package let login: String
    package let reason: RejectionReason?
    package let signedAt: Date
    package let secondsOpen: Double?
    package let editDistance: Int?
    package let documentState: ReviewRecord.DocumentState
    package let documentReason: String?
}
