package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A reviewer's claim on a study that they have open.
package struct ReviewClaim: Sendable, Equatable, Codable {
    package let workItem: Int64
    package let studyInstanceUID: String
    /// Revision of the open draft.
    package let revision: Int
    package let login: String
    /// Person name of the reviewer.
    package let name: String
    package let openedAt: Date
    /// Time after which another reviewer can open the study.
    package let expiresAt: Date
}

extension ReviewClaim: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case workItemRow, studyInstanceUID, revision, login, name, openedAt, expiresAt
    }

    /// - Parameter row: a row of `selection`.
    init(row: Row) {
        workItem = row[Columns.workItemRow]
        studyInstanceUID = row[Columns.studyInstanceUID]
        revision = row[Columns.revision]
        login = row[Columns.login]
        name = row[Columns.name]
        openedAt = Date(milliseconds: row[Columns.openedAt])
        expiresAt = Date(milliseconds: row[Columns.expiresAt])
    }

    /// SQL that selects claims, including expired ones; a condition may follow.
    static let selection = """
        SELECT reviewClaim.*, study.studyInstanceUID FROM reviewClaim
        JOIN workItem ON workItem.id = reviewClaim.workItemRow JOIN study ON study.id = workItem.studyRow
        """

    /// Returns the claim on a study, if there is one.
    static func fetch(of item: WorkItem, in db: Database) throws -> ReviewClaim? {
        try fetchOne(db, sql: "\(selection) WHERE reviewClaim.workItemRow = ?", arguments: [item.id])
    }

    /// Stores a reviewer's claim on the study, or extends it.
    static func store(
        for item: WorkItem, _ reviewer: Reviewer, openedAt: Date, expiresAt: Date, in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO reviewClaim (workItemRow, revision, login, name, openedAt, expiresAt)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workItemRow) DO UPDATE SET expiresAt = excluded.expiresAt
                """,
            arguments: [
                item.id, item.revision, reviewer.login, reviewer.name, openedAt.milliseconds, expiresAt.milliseconds,
            ])
    }

    /// SQL that selects the revisions of a study that a login opened; its arguments are study, login and work item. Acts outlive
    /// a study that retention removed, so acts on an earlier study with the same UID are left out.
    private static let openedRevisions = """
        SELECT CAST(json_extract(act.detail, '$.revision') AS INTEGER) FROM act
        JOIN study ON study.studyInstanceUID = act.studyInstanceUID
        WHERE study.id = ? AND act.kind = 'opened' AND act.actor = ?
            AND act.at >= (SELECT createdAt FROM workItem WHERE id = ?)
        """

    /// Whether a reviewer has opened a revision of this study.
    static func hasOpened(_ revision: Int, of item: WorkItem, by login: String, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT ? IN (\(openedRevisions))", arguments: [revision, item.studyRow, login, item.id]) ?? false
    }

    /// Returns the revision that a reviewer opened last, even if it is no longer current; nil when the reviewer has
    /// opened none.
    static func revisionOpenedLast(of item: WorkItem, by login: String, in db: Database) throws -> Int? {
        try Int.fetchOne(
            db, sql: "\(openedRevisions) ORDER BY act.id DESC LIMIT 1", arguments: [item.studyRow, login, item.id])
    }
}
