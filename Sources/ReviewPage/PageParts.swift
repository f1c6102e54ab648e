package import Auditing
package import WebServing
package import WorkListDatabase

/// What the services of the page work with.
package struct PageParts: Sendable {
    package let workList: WorkListStore
    package let audit: AuditInbox
    package let sessions: SessionDesk
    package let settings: CurrentWebSettings
    package let node: PageNode

    package init(
        workList: WorkListStore, audit: AuditInbox, sessions: SessionDesk, settings: CurrentWebSettings,
        node: PageNode
    ) {
        self.workList = workList
        self.audit = audit
        self.sessions = sessions
        self.settings = settings
        self.node = node
    }
}
