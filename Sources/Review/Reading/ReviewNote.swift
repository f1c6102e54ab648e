package import FoundationEssentials
package import GRDB
import WorkList
import WorkListDatabase

/// Holds the text that a reviewer typed and has not signed. Only this reviewer can read it.
///
/// It ends when the reviewer discards it or signs a report or an addendum on the page. It outlives everything else: the claim,
/// the session, a late image, and the verdict of another reviewer.
package struct ReviewNote: Sendable, Equatable {
    package let findings: String
    package let impression: String
    /// Revision of the draft beside which it was typed.
    package let revision: Int
    package let savedAt: Date

    package init(findings: String, impression: String, revision: Int, savedAt: Date) {
        (self.findings, self.impression) = (findings, impression)
        (self.revision, self.savedAt) = (revision, savedAt)
    }

    /// Changes with each text that is saved, so that a page can say which text it replaces.
    package var version: Int64 { savedAt.milliseconds }

    /// Maximum size of the text, in bytes of UTF-8.
    package static let byteLimit = 65_536

    /// Returns the time at which a text is saved in place of a former one: later than that one, so that the versions differ.
    static func time(at now: Date, replacing former: ReviewNote?) -> Date {
        former.map { max(now, $0.savedAt + 0.001) } ?? now
    }

    /// Whether it has these words, regardless of line breaks.
    func states(_ findings: String, _ impression: String) -> Bool {
        func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
        return words(self.findings) == words(findings) && words(self.impression) == words(impression)
    }

    func states(_ text: SignedText) -> Bool {
        states(text.findings.joined(separator: "\n"), text.impression.joined(separator: "\n"))
    }
}

extension ReviewNote: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case findings, impression, revision, savedAt
    }

    package init(row: Row) {
        findings = row[Columns.findings]
        impression = row[Columns.impression]
        revision = row[Columns.revision]
        savedAt = Date(milliseconds: row[Columns.savedAt])
    }

    package static func fetch(of workItem: Int64, by login: String, in db: Database) throws -> ReviewNote? {
        try fetchOne(
            db, sql: "SELECT * FROM reviewNote WHERE workItemRow = ? AND login = ?", arguments: [workItem, login])
    }

    func store(of workItem: Int64, by login: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO reviewNote (workItemRow, login, revision, findings, impression, savedAt)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [workItem, login, revision, findings, impression, savedAt.milliseconds])
    }

    static func remove(of workItem: Int64, by login: String, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM reviewNote WHERE workItemRow = ? AND login = ?", arguments: [workItem, login])
    }

    /// Removes the note of the reviewer who signed: the page knew it, or it is what was signed. A rejection signs no text, so
    /// what was typed before it stays.
    static func remove(signedBy review: ReviewRecord, onPage: Bool, in db: Database) throws {
        guard let text = review.text,
            let note = try fetch(of: review.workItemRow, by: review.reviewer.login, in: db),
            onPage || note.states(text)
        else { return }
        try remove(of: review.workItemRow, by: review.reviewer.login, in: db)
    }

    /// Refuses to go on while a text of this reviewer is stored that the page does not know, so that no text replaces another
    /// unseen: it may have been typed in another browser or beside an earlier draft.
    ///
    /// - Parameter known: `version` of the text that the page knows; nil if it knows none.
    /// - Returns: the stored text, or nil if nothing is stored.
    @discardableResult static func refuseUnknown(
        of workItem: Int64, by login: String, known: Int64?, unless isSame: (ReviewNote) -> Bool = { _ in false },
        in db: Database
    ) throws -> ReviewNote? {
        guard let stored = try fetch(of: workItem, by: login, in: db) else { return nil }
        guard stored.version == known || isSame(stored) else { throw ReviewError.otherText(stored) }
        return stored
    }
}
