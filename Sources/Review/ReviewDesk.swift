package import FoundationEssentials
import WorkList
package import WorkListDatabase

/// Where drafts are reviewed: the one way in for a command and for a page.
///
/// A study is named by its Study Instance UID, its accession number if no other has it, or the id of its work item.
/// Calls block, as those of the work list do.
package struct ReviewDesk: Sendable {
    private let workList: WorkListStore
    /// Login of the reviewer.
    private let login: String
    /// Who acts for the reviewer; nil where that is the reviewer.
    private let account: String?
    private let claimMinutes: Int

    /// - Parameters:
    ///   - login: of the reviewer.
    ///   - account: who is at the keyboard; put on record where that is somebody else.
    ///   - claimMinutes: for how long a study is opened.
    package init(_ workList: WorkListStore, as login: String, through account: String? = nil, claimMinutes: Int) {
        self.workList = workList
        self.login = login
        self.account = account == login ? nil : account
        self.claimMinutes = claimMinutes
    }

    /// The study with its draft, who has it open, and what was signed.
    package func study(_ name: String) throws -> ReviewableStudy {
        try workList.reviewableStudy(try workList.workItem(named: name))
    }

    /// The revision of the draft that this reviewer opened last; nil where that is none.
    package func revisionOpenedLast(of study: ReviewableStudy) throws -> Int? {
        try workList.revisionOpenedLast(of: study.workItem, by: login)
    }

    /// Opens the draft, or keeps it open for longer.
    package func open(_ name: String, at now: Date = Date()) throws -> ReviewClaim {
        try workList.openReview(
            of: try workList.workItem(named: name), by: login, through: account, for: claimMinutes, at: now)
    }

    /// Gives back a study that is open, signing nothing.
    package func release(_ name: String, at now: Date = Date()) throws {
        try workList.releaseReview(of: try workList.workItem(named: name), by: login, through: account, at: now)
    }

    /// Decides about the draft, or adds to what was signed.
    ///
    /// - Parameter revision: of the draft that the reviewer read; nil means the one that this reviewer opened last.
    package func sign(
        _ decision: ReviewDecision, of name: String, havingRead revision: Int? = nil, at now: Date = Date()
    ) throws -> ReviewRecord {
        try workList.sign(
            decision, of: try workList.workItem(named: name), by: login, through: account, havingRead: revision,
            at: now)
    }
}
