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
    /// - Returns: the study after the change.
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

    /// Prints the state of a study in one line.
    static func show(_ entry: WorkListEntry) {
        let held = entry.holdReason.map { ", held: \($0)" } ?? ""
        let priority = entry.priority == 0 ? "" : ", priority \(entry.priority)"
        let state = "\(entry.state.rawValue), revision \(entry.revision)"
        print(terminalSafe("work item \(entry.id) is \(state)\(priority)\(held)"))
    }

    /// The error for a study in a state that does not allow the change.
    private static func failure(_ state: WorkItemState) -> CommandFailure {
        switch state {
        case .inReview:
            CommandFailure(
                "a reviewer has the study open",
                hint: "try again when it is released; thoraxctl review list shows who has it open", fault: .held)
        case .collecting, .queued, .drafting:
            CommandFailure(
                "the study is \(state.rawValue): its draft is pending", hint: "wait for the draft", fault: .busy)
        default:
            CommandFailure(
                "the study is \(state.rawValue), and only failed studies can be retried",
                hint: "draft it again with thoraxctl requeue")
        }
    }
}
