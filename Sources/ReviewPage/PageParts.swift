package import Auditing
package import Renderings
package import WebServing
package import WorkListDatabase

/// What the services of the page work with.
package struct PageParts: Sendable {
    package let workList: WorkListStore
    package let audit: AuditInbox
    package let sessions: SessionDesk
    package let settings: CurrentWebSettings
    package let node: PageNode
    let review: Reviewing
    let renderer: Renderer
    let changes: ChangeFeed
    let accesses = StudyAccesses()

    /// How drafts are reviewed here.
    package struct Reviewing: Sendable {
        /// Minutes for which only the reviewer who opened a study has it.
        let claimMinutes: Int
        /// Seconds for which a verdict can be withdrawn.
        let undoSeconds: Int

        package init(claimMinutes: Int, undoSeconds: Int) {
            self.claimMinutes = claimMinutes
            self.undoSeconds = undoSeconds
        }
    }

    package init(
        workList: WorkListStore, audit: AuditInbox, sessions: SessionDesk, settings: CurrentWebSettings,
        node: PageNode, review: Reviewing, renderer: Renderer
    ) {
        self.workList = workList
        self.audit = audit
        self.sessions = sessions
        self.settings = settings
        self.node = node
        self.review = review
        self.renderer = renderer
        changes = ChangeFeed(workList)
    }
}
