import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct WorkItemStateTests {
    private static let events: [WorkItemEvent] = [
        .imageReceived, .settled, .foundIneligible(reason: "r"), .claimed, .draftStored,
        .attemptFailed(reason: "r", isPermanent: false), .attemptFailed(reason: "r", isPermanent: true), .handedBack,
        .opened, .released, .accepted, .edited, .rejected(reason: "r"),
        .withdrawn, .retried, .requeued, .held,
    ]

    @Test func `an image is welcome in every state and sends the study back to collecting`() {
        for state in WorkItemState.allCases {
            #expect(state.transition(on: .imageReceived, attempt: 2, revision: 1)?.state == .collecting)
            #expect(state.transition(on: .imageReceived, attempt: 2, revision: 1)?.attempt == 0)
        }
    }

    @Test func `an image after a draft makes a new revision and before one does not`() {
        for state: WorkItemState in [.drafted, .inReview, .accepted, .edited, .rejected] {
            #expect(state.transition(on: .imageReceived, attempt: 1, revision: 4)?.revision == 5)
        }
        for state: WorkItemState in [.collecting, .queued, .drafting, .failed, .ineligible] {
            #expect(state.transition(on: .imageReceived, attempt: 1, revision: 4)?.revision == 4)
        }
    }

    @Test func `a study fails at its third attempt and at once where another cannot do better`() {
        let passing = WorkItemEvent.attemptFailed(reason: "why", isPermanent: false)
        #expect(WorkItemState.drafting.transition(on: passing, attempt: 1, revision: 1)?.state == .queued)
        #expect(WorkItemState.drafting.transition(on: passing, attempt: 2, revision: 1)?.state == .queued)
        let last = WorkItemState.drafting.transition(on: passing, attempt: 3, revision: 1)
        #expect(last == WorkItemTransition(state: .failed, attempt: 3, revision: 1, reason: "why"))
        let permanent = WorkItemEvent.attemptFailed(reason: "why", isPermanent: true)
        #expect(WorkItemState.drafting.transition(on: permanent, attempt: 1, revision: 1)?.state == .failed)
    }

    @Test func `a study handed back keeps its attempts`() {
        let next = WorkItemState.drafting.transition(on: .handedBack, attempt: 2, revision: 1)
        #expect(next == WorkItemTransition(state: .queued, attempt: 1, revision: 1, reason: nil))
    }

    @Test func `a draft is opened, and then given back or decided about`() {
        #expect(WorkItemState.drafted.transition(on: .opened, attempt: 1, revision: 2)?.state == .inReview)
        let decisions: [(WorkItemEvent, WorkItemState)] = [
            (.released, .drafted), (.accepted, .accepted), (.edited, .edited),
            (.rejected(reason: "quality"), .rejected),
        ]
        for (event, state) in decisions {
            let next = WorkItemState.inReview.transition(on: event, attempt: 1, revision: 2)
            #expect(next?.state == state && next?.attempt == 1 && next?.revision == 2)
            #expect(next?.reason == (state == .rejected ? "quality" : nil))
            #expect(WorkItemState.drafted.transition(on: event, attempt: 1, revision: 2) == nil)
        }
    }

    @Test func `a verdict that is taken back opens the draft again`() {
        for state in WorkItemState.allCases {
            let next = state.transition(on: .withdrawn, attempt: 1, revision: 2)
            let isDecided = [.accepted, .edited, .rejected].contains(state)
            #expect(next == (isDecided ? WorkItemTransition(state: .inReview, attempt: 1, revision: 2) : nil))
        }
    }

    @Test func `a study that is drafted again makes a new revision where there is a draft`() {
        for state: WorkItemState in [.drafted, .accepted, .edited, .rejected] {
            let next = state.transition(on: .requeued, attempt: 2, revision: 3)
            #expect(next == WorkItemTransition(state: .queued, attempt: 0, revision: 4, reason: nil))
        }
        for state: WorkItemState in [.failed, .ineligible] {
            let next = state.transition(on: .requeued, attempt: 3, revision: 3)
            #expect(next == WorkItemTransition(state: .queued, attempt: 0, revision: 3, reason: nil))
        }
        #expect(WorkItemState.inReview.transition(on: .requeued, attempt: 1, revision: 1) == nil)
    }

    @Test func `every other pair of state and event is refused`() {
        let allowed: [WorkItemState: Int] = [
            .collecting: 3, .queued: 2, .drafting: 6, .drafted: 3, .inReview: 5, .accepted: 3, .edited: 3, .rejected: 3,
            .failed: 3,
            .ineligible: 2,
        ]
        for state in WorkItemState.allCases {
            let count = Self.events.count { state.transition(on: $0, attempt: 1, revision: 1) != nil }
            #expect(count == allowed[state, default: 1], "\(state)")
        }
    }

    @Test func `the database takes what the transitions allow and refuses every other change of state`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        let disagreements = try fixture.disagreements(
            of: WorkItem.self, events: Self.events, attempts: { $0 == .drafting ? [1, 2, 3] : [1] })
        #expect(disagreements.isEmpty, "\(disagreements)")
    }
}
