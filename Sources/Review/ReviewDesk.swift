package import FoundationEssentials
import WorkList
package import WorkListDatabase

/// The interface for reviewing drafts, used by commands and pages.
///
/// A study is named by its Study Instance UID, its accession number if no other study has it, or the id of its work
/// item. All calls block.
package struct ReviewDesk: Sendable {
    private let workList: WorkListStore
    /// Login of the reviewer.
    private let login: String
    /// Account that acts for the reviewer; nil when it is the reviewer.
    private let account: String?
    private let claimMinutes: Int

    /// - Parameters:
    ///   - login: login of the reviewer.
    ///   - account: account of the person at the keyboard; recorded when it differs from the reviewer.
    ///   - claimMinutes: duration of a claim in minutes.
    package init(_ workList: WorkListStore, as login: String, through account: String? = nil, claimMinutes: Int) {
        self.workList = workList
        self.login = login
        self.account = account == login ? nil : account
        self.claimMinutes = claimMinutes
    }

    /// Returns the study with its draft, its claim, and its signed reports.
    package func study(_ name: String) throws -> ReviewableStudy {
        try workList.reviewableStudy(try workList.workItem(named: name))
    }

    /// Returns the patient and the film, for the question before signing.
    package func patient(of study: ReviewableStudy) throws -> StudyPatient? {
        try workList.patient(of: study.workItem)
    }

    /// Returns the revision of the draft that this reviewer opened last; nil when the reviewer has opened none.
    package func revisionOpenedLast(of study: ReviewableStudy) throws -> Int? {
        try workList.revisionOpenedLast(of: study.workItem, by: login)
    }

    /// Opens the draft, or extends the claim on it.
    package func open(_ name: String, at now: Date = Date()) throws -> ReviewClaim {
        try workList.openReview(
            of: try workList.workItem(named: name), by: login, through: account, for: claimMinutes, at: now)
    }

    /// Releases an open study without signing.
    package func release(_ name: String, at now: Date = Date()) throws {
        try workList.releaseReview(of: try workList.workItem(named: name), by: login, through: account, at: now)
    }

    /// Makes a signed report that waits for a person the verdict on its draft.
    ///
    /// - Parameters:
    ///   - report: id of the report; nil if only one waits.
    ///   - destinations: names of the peers that get the report, given the AE title of its sender.
    package func confirm(
        _ report: Int64?, of name: String, deliveringTo destinations: (String) -> [String], at now: Date = Date()
    ) throws -> ReviewRecord {
        try workList.confirmReturnedReport(
            report, of: try workList.workItem(named: name), by: login, through: account, deliveringTo: destinations,
            at: now)
    }

    /// Sets a signed report that waits for a person aside.
    package func dismiss(_ report: Int64?, of name: String, at now: Date = Date()) throws {
        try workList.dismissReturnedReport(
            report, of: try workList.workItem(named: name), by: login, through: account, at: now)
    }

    /// Saves the text that the reviewer typed and did not sign, in place of the one whose version is known.
    package func save(
        findings: String, impression: String, revision: Int, replacing known: Int64?, of name: String,
        at now: Date = Date()
    ) throws -> ReviewNote {
        try workList.saveNote(
            findings: findings, impression: impression, revision: revision, replacing: known,
            of: try workList.workItem(named: name), by: login, at: now)
    }

    /// Removes the text that the reviewer typed and did not sign.
    package func discardNote(of name: String, known: Int64?) throws {
        try workList.discardNote(of: try workList.workItem(named: name), by: login, known: known)
    }

    /// Records the reviewer's first impression of a study that they have open and whose draft is withheld from them.
    package func recordFirstImpression(
        _ assessment: FirstImpression.Assessment, text: String, revision: Int, of name: String,
        under blind: BlindReading, at now: Date = Date()
    ) throws -> FirstImpression {
        try workList.recordFirstImpression(
            assessment, text: text, revision: revision, of: try workList.workItem(named: name),
            by: DraftReader(login: login, blind: blind), through: account, at: now)
    }

    /// Withdraws the reviewer's latest verdict or addendum while it is not final.
    ///
    /// - Returns: the claim on the study, which is open again after a verdict; nil after an addendum.
    @discardableResult package func withdraw(_ name: String, at now: Date = Date()) throws -> ReviewClaim? {
        try workList.withdrawVerdict(
            of: try workList.workItem(named: name), by: login, through: account, for: claimMinutes, at: now)
    }

    /// Signs a decision on the draft, or an addendum to a signed report.
    ///
    /// - Parameter revision: revision of the draft that the reviewer read; nil means the one that this reviewer opened
    ///   last.
    /// - Parameter page: the films and text that the reviewer looked at, for a verdict on the review page.
    package func sign(
        _ decision: ReviewDecision, of name: String, havingRead revision: Int? = nil, on page: PageReading? = nil,
        at now: Date = Date()
    ) throws -> ReviewRecord {
        try workList.sign(
            decision, of: try workList.workItem(named: name), by: login, through: account, havingRead: revision,
            on: page, at: now)
    }
}
