import Administration
import OperatorErrors
import WorkList
import WorkListDatabase

/// A change to one study.
struct StudyChange {
    private let options: StateOptions
    private let study: StudyArgument

    init(_ options: StateOptions, _ study: StudyArgument) {
        self.options = options
        self.study = study
    }

    /// Changes the study.
    ///
    /// - Parameter change: makes the change to a work item.
    /// - Returns: the study as it is then.
    func make(_ change: (WorkListStore, Int64) throws -> Void) throws -> WorkListEntry {
        let workList = try options.changeableWorkList(of: options.configuration())
        let id = try study.workItem(in: workList)
        do {
            try change(workList, id)
        } catch WorkItemError.transitionRefused(let state, _) {
            throw Self.failure(state)
        }
        return try workList.entry(ofItem: id)
    }

    /// Prints how a study is.
    static func show(_ entry: WorkListEntry) {
        let held = entry.holdReason.map { ", held: \($0)" } ?? ""
        let priority = entry.priority == 0 ? "" : ", priority \(entry.priority)"
        let state = "\(entry.state.rawValue), revision \(entry.revision)"
        print(terminalSafe("work item \(entry.id) is \(state)\(priority)\(held)"))
    }

    /// Why a study in this state is left alone.
    private static func failure(_ state: WorkItemState) -> CommandFailure {
        switch state {
        case .inReview:
            CommandFailure(
                "somebody has the study open in review", hint: "try again when they are done; thoraxctl show says who",
                fault: .held)
        case .collecting, .queued, .drafting:
            CommandFailure(
                "the study is \(state.rawValue): it is on its way already", hint: "wait for its draft", fault: .busy)
        default:
            CommandFailure(
                "the study is \(state.rawValue), and only what failed is tried again",
                hint: "thoraxctl requeue makes another draft")
        }
    }
}
