/// Why the work list could not do what was asked, and what the operator does about it.
package enum WorkListError: Error, CustomStringConvertible {
    /// The database file cannot be opened or brought to this version's schema.
    case unusable(path: String, message: String)
    /// The work list was made by another version, and is not this program's to change.
    case otherSchema(path: String, isNewer: Bool)
    /// SQLite refused or failed; nothing was changed.
    case database(message: String, isBusy: Bool, isOutOfSpace: Bool)
    /// A series may belong to one study only (PS3.3 A.1.2.3), and this one came with another.
    case seriesOfOtherStudy
    /// The study's work item is not in a state in which this can happen to it.
    case transitionRefused(state: WorkItemState, event: String)
    /// Nothing in the work list goes by this name.
    case noSuchStudy(String)
    /// More than one study goes by this name.
    case ambiguousStudy(String, workItems: [Int64])
    /// A person has to say that they mean it.
    case needsForce(state: WorkItemState)
    case heldAlready(workItem: Int64)
    case notHeld(workItem: Int64)
    /// Another process has taken the work item over.
    case claimLost(workItem: Int64)
    /// The delivery is not in a state in which this can happen to it.
    case deliveryRefused(state: OutboxState, event: String)
    /// The delivery has been given to somebody else meanwhile.
    case deliveryLost(outboxRow: Int64)
    /// A review, or something about a user, cannot be as it was asked for.
    case refused(ReviewRefusal)

    package var description: String {
        switch self {
        case .unusable(let path, let message): "the work list \(path) cannot be used: \(message)"
        case .otherSchema(let path, let isNewer):
            "the work list \(path) has the schema of \(isNewer ? "a newer" : "an older") version than this program"
        case .database(let message, _, _): "the work list refused: \(message)"
        case .seriesOfOtherStudy: "the Series Instance UID is already that of another study"
        case .transitionRefused(let state, let event): "a study that is \(state.rawValue) cannot take \(event)"
        case .noSuchStudy(let name): "there is no study \(name) in the work list"
        case .ambiguousStudy(let name, let items):
            "\(name) is the name of \(items.count) studies: work items \(items.map(String.init).joined(separator: ", "))"
        case .needsForce(let state): "the study is \(state.rawValue): a new draft would be one nobody asked for"
        case .heldAlready(let item): "work item \(item) is held already"
        case .notHeld(let item): "work item \(item) is not held"
        case .claimLost(let workItem): "work item \(workItem) is no longer ours"
        case .deliveryRefused(let state, let event): "a delivery that is \(state.rawValue) cannot take \(event)"
        case .deliveryLost(let row): "outbox row \(row) is no longer ours"
        case .refused(let refusal): refusal.description
        }
    }

    package var hint: String {
        switch self {
        case .unusable:
            "check that the state directory exists, belongs to the daemon's user and is not from a newer version"
        case .otherSchema(_, true): "use the thoraxctl that was installed with the newer thoraxd"
        case .otherSchema(_, false):
            "start this version's thoraxd, which brings the work list up to date; until then use the older thoraxctl"
        case .database(_, true, _):
            "another program holds the work list; if this persists, find it with fuser worklist.sqlite"
        case .database(_, _, true): "free space on the file system of the state directory"
        case .database: "run: sqlite3 worklist.sqlite 'PRAGMA integrity_check'"
        case .seriesOfOtherStudy: "the sender reuses Series Instance UIDs; ask its vendor"
        case .noSuchStudy:
            "give a work item's number, a Study Instance UID or an accession number; thoraxctl worklist has them"
        case .ambiguousStudy: "give the work item's number or the Study Instance UID"
        case .needsForce: "say --force if you want it all the same"
        case .heldAlready: "thoraxctl show says by whom and why; thoraxctl unhold lets it go"
        case .notHeld: "thoraxctl worklist --held lists those that are"
        case .transitionRefused, .claimLost, .deliveryRefused, .deliveryLost:
            "nothing to do: the state is kept as it is"
        case .refused(let refusal): refusal.hint
        }
    }
}
