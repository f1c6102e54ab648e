package import FoundationEssentials
package import WorkList

/// A study as a reviewer sees it: no patient names or ids.
package struct ReviewableStudy: Sendable, Equatable {
    /// Id of its work item.
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let state: WorkItemState
    package let revision: Int
    /// The draft of this revision; nil where there is none.
    package let draft: DraftText?
    /// Name and version of what drafted it.
    package let model: String?
    /// Who has it open.
    package let claim: ReviewClaim?
    /// Verdicts and addenda, in the order they were signed.
    package let reviews: [ReviewRecord]
}

/// Whom a study is of.
package struct StudyPatient: Sendable, Equatable, Codable {
    package let id: String?
    /// Person name, `family^given=ideographic=phonetic`.
    package let name: String?
    /// `YYYYMMDD`
    package let birthDate: String?
    package let sex: String?
}

/// A draft that waits for its verdict.
package struct WaitingReview: Sendable, Equatable, Codable {
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let state: WorkItemState
    package let revision: Int
    package let draftedAt: Date
    /// No draft is offered: the report has to be written.
    package let abstained: Bool
    /// Login of who has it open.
    package let openBy: String?
    package let openUntil: Date?
}

/// A verdict in a list.
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
