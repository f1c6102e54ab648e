package import FoundationEssentials
package import WorkList

/// Selects studies of the work list.
package struct WorkListFilter: Sendable {
    /// The only work item that may match; nil for any.
    package var item: Int64?
    /// States to include; empty selects every state.
    package var states: Set<WorkItemState> = []
    /// Time range of the last change; the end is excluded.
    package var changedSince: Date?
    package var changedUntil: Date?
    /// First and last Study Date (DA); nil leaves that end open.
    package var studyDateFrom: String?
    package var studyDateTo: String?
    package var patientHash: String?
    /// Calling AE title of the sender of the study's first image.
    package var callingAETitle: String?
    package var isHeld = false
    package var accessionNumber: String?
    /// A finding that is present or possible in the latest draft, by its label; upper and lower case count as equal.
    package var finding: String?
    /// Texts that the reason, or the reason of the hold, has all of.
    package var reasonWords: [String] = []

    package init() {}

    var hasChangeRange: Bool { changedSince != nil || changedUntil != nil }
    var hasStudyDate: Bool { studyDateFrom != nil || studyDateTo != nil }
    var needsStudy: Bool { hasStudyDate || patientHash != nil || accessionNumber != nil }
}

/// The order in which studies are listed.
package enum WorkListOrder: String, CaseIterable, Sendable {
    /// Latest change first.
    case changed
    /// Latest arrival first.
    case received
    /// Highest priority first; within a priority, earliest arrival first.
    case priority
    /// By state, in the order in which a study passes through them; within a state, latest change first.
    case state
    /// Earliest arrival first.
    case age
}
