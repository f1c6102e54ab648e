package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

extension WorkListStore {
    /// Saves the text that a reviewer typed and has not signed, in place of the text that the page knows.
    ///
    /// It is accepted beside every draft that the reviewer has opened, even if the claim is lost or the draft is out of date by
    /// now, and on a signed study, where it becomes an addendum.
    ///
    /// - Parameter known: `ReviewNote.version` of the text that it replaces; nil if the page knows none.
    /// - Throws: `ReviewError.otherText` when another text of this reviewer is stored, and other cases when the reviewer never
    ///   opened this revision, or when the text is too long.
    package func saveNote(
        findings: String, impression: String, revision: Int, replacing known: Int64? = nil, of workItem: Int64,
        by login: String, at now: Date = Date()
    ) throws -> ReviewNote {
        guard findings.utf8.count + impression.utf8.count <= ReviewNote.byteLimit else {
            throw ReviewError.malformed(line: nil, problem: "the text is longer than \(ReviewNote.byteLimit) bytes")
        }
        return try write { db in
            let item = try WorkItem.fetch(workItem, in: db)
            try Self.checkMayKeepText(beside: revision, of: item, by: login, in: db)
            let former = try ReviewNote.refuseUnknown(
                of: workItem, by: login, known: known, unless: { $0.states(findings, impression) }, in: db)
            let note = ReviewNote(
                findings: findings, impression: impression, revision: revision,
                savedAt: ReviewNote.time(at: now, replacing: former))
            try note.store(of: workItem, by: login, in: db)
            return note
        }
    }

    /// Removes the text that a reviewer typed, because the reviewer discards it; does nothing without one.
    ///
    /// - Throws: `ReviewError.otherText` when another text than the known one is stored.
    package func discardNote(of workItem: Int64, by login: String, known: Int64?) throws {
        try write { db in
            try ReviewNote.refuseUnknown(of: workItem, by: login, known: known, in: db)
            try ReviewNote.remove(of: workItem, by: login, in: db)
        }
    }

    /// Returns the text that the reviewer typed and did not sign; nil without such text.
    package func note(of workItem: Int64, by login: String) throws -> ReviewNote? {
        try read { try ReviewNote.fetch(of: workItem, by: login, in: $0) }
    }

    private static func checkMayKeepText(
        beside revision: Int, of item: WorkItem, by login: String, in db: Database
    ) throws {
        let isSigned = item.state == .accepted || item.state == .edited
        if isSigned, revision == item.revision { return }
        if try ReviewClaim.hasOpened(revision, of: item, by: login, in: db) { return }
        _ = try ownClaim(on: item, by: login, havingRead: revision, in: db)
    }

    /// The reviewer's claim on a study.
    ///
    /// - Throws: `ReviewError` when the reviewer does not have it open, or has another revision open.
    static func ownClaim(
        on item: WorkItem, by login: String, havingRead revision: Int, in db: Database
    ) throws -> ReviewClaim {
        guard revision == item.revision else {
            throw ReviewError.studyChanged(sinceRevision: revision, state: item.state)
        }
        guard item.state == .inReview, let held = try ReviewClaim.fetch(of: item, in: db) else {
            throw ReviewError.notHeld(item.state)
        }
        guard held.login == login else {
            throw ReviewError.held(by: held.login, name: held.name, until: held.expiresAt)
        }
        return held
    }
}
