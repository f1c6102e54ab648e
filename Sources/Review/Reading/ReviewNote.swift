package import FoundationEssentials
package import GRDB
import WorkList
import WorkListDatabase

/// Holds the text that a reviewer typed into an open study and has not signed. Only this reviewer can read it.
///
/// It ends when the reviewer releases the study and when a verdict is final. It stays when the claim expires, so that the
/// reviewer finds it again.
package struct ReviewNote: Sendable, Equatable, Codable {
    package let findings: String
    package let impression: String
    /// Revision of the draft beside which it was typed.
    package let revision: Int
    package let savedAt: Date

    /// Maximum size of the text, in bytes of UTF-8.
    package static let byteLimit = 65_536
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

    /// Removes all notes on a draft and on those before it.
    static func removeAll(of workItem: Int64, upTo revision: Int, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM reviewNote WHERE workItemRow = ? AND revision <= ?", arguments: [workItem, revision])
    }
}

extension WorkListStore {
    /// Saves the text that a reviewer typed into a study that they have open, and replaces the text saved before.
    ///
    /// - Throws: `ReviewError` when the reviewer does not have this revision open, or when the text is too long.
    package func saveNote(
        findings: String, impression: String, revision: Int, of workItem: Int64, by login: String,
        at now: Date = Date()
    ) throws -> ReviewNote {
        guard findings.utf8.count + impression.utf8.count <= ReviewNote.byteLimit else {
            throw ReviewError.malformed(line: nil, problem: "the text is longer than \(ReviewNote.byteLimit) bytes")
        }
        return try write { db in
            let item = try WorkItem.fetch(workItem, in: db)
            _ = try Self.ownClaim(on: item, by: login, havingRead: revision, in: db)
            let note = ReviewNote(findings: findings, impression: impression, revision: revision, savedAt: now)
            try note.store(of: workItem, by: login, in: db)
            return note
        }
    }

    /// Returns the text that the reviewer typed and did not sign; nil without such text.
    package func note(of workItem: Int64, by login: String) throws -> ReviewNote? {
        try read { try ReviewNote.fetch(of: workItem, by: login, in: $0) }
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
