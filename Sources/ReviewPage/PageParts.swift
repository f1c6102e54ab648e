package import Auditing
package import Renderings
package import Review
package import WebServing
package import WorkListDatabase

/// Dependencies of the page's services.
package struct PageParts: Sendable {
    package let workList: WorkListStore
    package let audit: AuditInbox
    package let sessions: SessionDesk
    package let settings: CurrentWebSettings
    package let node: PageNode
    let review: Reviewing
    let renderer: Renderer
    /// Bounds the pictures that are in memory until browsers have taken them.
    let memory: AnswerMemory
    let changes: ChangeFeed
    let accesses = StudyAccesses()

    /// Settings of reviews.
    package struct Reviewing: Sendable {
        /// Minutes until a claim on a study expires.
        let claimMinutes: Int
        /// Seconds during which a verdict can be withdrawn.
        let undoSeconds: Int
        /// The rule by which drafts are withheld until a first impression is recorded.
        let blind: BlindReading

        package init(claimMinutes: Int, undoSeconds: Int, blind: BlindReading = .none) {
            self.claimMinutes = claimMinutes
            self.undoSeconds = undoSeconds
            self.blind = blind
        }
    }

    /// - Parameter silence: time without an event after which an event stream sends a comment and checks its session.
    package init(
        workList: WorkListStore, audit: AuditInbox, sessions: SessionDesk, settings: CurrentWebSettings,
        node: PageNode, review: Reviewing, renderer: Renderer, memory: AnswerMemory = AnswerMemory(),
        silence: Duration = .seconds(12)
    ) {
        self.workList = workList
        self.audit = audit
        self.sessions = sessions
        self.settings = settings
        self.node = node
        self.review = review
        self.renderer = renderer
        self.memory = memory
        changes = ChangeFeed(workList, silence: silence)
    }
}
