package import Auditing
package import WebServing
package import WorkListDatabase

/// What the services of the page work with.
package struct PageParts: Sendable {
    package let workList: WorkListStore
    package let audit: AuditInbox
    package let settings: CurrentWebSettings

    package init(workList: WorkListStore, audit: AuditInbox, settings: CurrentWebSettings) {
        self.workList = workList
        self.audit = audit
        self.settings = settings
    }
}
