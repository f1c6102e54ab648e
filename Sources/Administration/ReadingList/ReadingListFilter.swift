import WorkList

/// Selects studies of the reading list.
package struct ReadingListFilter: Sendable, Equatable {
    /// The states that are listed together.
    package enum Part: String, CaseIterable, Sendable {
        /// Drafts that wait for a verdict, including open ones.
        case waiting
        case open, signed, rejected, failed, ineligible
        /// Studies without a draft yet.
        case pending
        case all

        var states: [WorkItemState] {
            switch self {
            case .waiting: [.drafted, .inReview]
            case .open: [.inReview]
            case .signed: [.accepted, .edited]
            case .rejected: [.rejected]
            case .failed: [.failed]
            case .ineligible: [.ineligible]
            case .pending: [.collecting, .queued, .drafting]
            case .all: WorkItemState.allCases
            }
        }
    }

    package var part = Part.waiting
    /// First and last Study Date, `YYYYMMDD`; nil leaves that end open.
    package var from: String?
    package var to: String?
    /// A finding that is present or possible in the latest draft, by its label, ignoring case.
    package var finding: String?
    /// Login of the reviewer who has the study open.
    package var holder: String?
    /// Calling AE title of the sender of the study's first image.
    package var sender: String?
    /// The beginning of a Patient ID, a person name, an accession number or a Study Instance UID.
    package var search: String?

    package init() {}

    var hasDates: Bool { from != nil || to != nil }
    /// Whether the filter selects by state only.
    var isPlain: Bool { !hasDates && finding == nil && holder == nil && sender == nil && search == nil }
}

/// A page of the reading list.
package struct ReadingListPage: Sendable, Encodable {
    package let studies: [ReadingListEntry]
    /// Number of studies that the filter selects.
    package let total: Int
}

/// Counts that the page shows beside the list.
package struct ReadingListCounts: Sendable, Equatable, Encodable {
    package let waiting: Int
    package let open: Int
    /// Verdicts since midnight.
    package let signedToday: Int
    package let failed: Int
    package let pending: Int
}
