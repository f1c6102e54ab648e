import Administration
import WorkList
import WorkListDatabase

/// Something done to one study: found by its name, changed, and said how it stands then.
struct StudyChange {
    private let options: StateOptions
    private let name: String

    init(_ options: StateOptions, _ name: String) {
        self.options = options
        self.name = name
    }

    /// - Parameter change: makes the change to a work item.
    func make(_ change: (WorkListStore, Int64) throws -> Void) throws {
        let workList = try options.changeableWorkList(of: options.configuration())
        let id = try workList.workItem(named: name)
        do {
            try change(workList, id)
        } catch WorkItemError.transitionRefused(let state, _) {
            throw Self.failure(state)
        }
        let entry = try workList.entry(ofItem: id)
        if options.json { return try printJSON(entry) }
        let held = entry.holdReason.map { ", held: \($0)" } ?? ""
        let priority = entry.priority == 0 ? "" : ", priority \(entry.priority)"
        print(terminalSafe("work item \(id) is \(entry.state.rawValue), revision \(entry.revision)\(priority)\(held)"))
    }

    /// Why a study in this state is left alone.
    private static func failure(_ state: WorkItemState) -> CommandFailure {
        switch state {
        case .inReview:
            CommandFailure(
                "somebody has the study open in review", hint: "try again when they are done; thoraxctl show says who",
                exit: .tryAgain)
        case .collecting, .queued, .drafting:
            CommandFailure(
                "the study is \(state.rawValue): it is on its way already", hint: "wait for its draft", exit: .tryAgain)
        default:
            CommandFailure(
                "the study is \(state.rawValue), and only what failed is tried again",
                hint: "thoraxctl requeue makes another draft")
        }
    }
}
