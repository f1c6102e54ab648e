package import FoundationEssentials
package import WorkList

/// Which studies of the work list are asked for.
package struct WorkListFilter: Sendable {
    /// Empty for every state.
    package var states: Set<WorkItemState> = []
    /// Changed at or after, and before.
    package var changedSince: Date?
    package var changedUntil: Date?
    /// First and last day of the study (DA), each nil where it is open.
    package var studyDateFrom: String?
    package var studyDateTo: String?
    package var patientHash: String?
    /// Title of who sent the study's first image.
    package var callingAETitle: String?
    package var isHeld = false

    package init() {}

    var hasChangeRange: Bool { changedSince != nil || changedUntil != nil }
    var hasStudyDate: Bool { studyDateFrom != nil || studyDateTo != nil }
}

/// The order of a work list.
package enum WorkListOrder: String, CaseIterable, Sendable {
    /// The latest change first.
    case changed
    /// The latest to arrive first.
    case received
    /// The most urgent first, of the same priority the one that waits longest.
    case priority
    /// In the order a study goes through them, the latest change of each first.
    case state
    /// The one that arrived first.
    case age
}
