package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A study that a reviewer has open.
package struct ReviewClaim: Sendable, Equatable, Codable {
    package let workItem: Int64
    package let studyInstanceUID: String
    /// Of the draft that is open.
    package let revision: Int
    package let login: String
    /// Person name of the reviewer.
    package let name: String
    package let openedAt: Date
    /// From then on whoever opens the study next gets it.
    package let expiresAt: Date
}

extension ReviewClaim: FetchableRecord {
    /// - Parameter row: of `selection`.
    init(row: Row) {
        workItem = row["workItemRow"]
        studyInstanceUID = row["studyInstanceUID"]
        revision = row["revision"]
        login = row["login"]
        name = row["name"]
        openedAt = Date(milliseconds: row["openedAt"])
        expiresAt = Date(milliseconds: row["expiresAt"])
    }

    /// Claims, also of those whose time has run out; a condition may follow.
    static let selection = """
        SELECT reviewClaim.*, study.studyInstanceUID FROM reviewClaim
        JOIN workItem ON workItem.id = reviewClaim.workItemRow JOIN study ON study.id = workItem.studyRow
        """

    /// Who has a study open.
    static func fetch(of item: WorkItem, in db: Database) throws -> ReviewClaim? {
        try fetchOne(db, sql: "\(selection) WHERE reviewClaim.workItemRow = ?", arguments: [item.id])
    }

    /// Gives the study to a reviewer, or for longer to the one who has it.
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

    /// The revision that a reviewer opened last, whatever became of it; nil of one who has opened none. Acts outlive a
    /// study that retention removed: what was opened then says nothing of what came under its UID since.
    static func revisionOpenedLast(of item: WorkItem, by login: String, in db: Database) throws -> Int? {
        try Int.fetchOne(
            db,
            sql: """
                SELECT CAST(json_extract(act.detail, '$.revision') AS INTEGER) FROM act
                JOIN study ON study.studyInstanceUID = act.studyInstanceUID
                WHERE study.id = ? AND act.kind = 'opened' AND act.actor = ?
                    AND act.at >= (SELECT createdAt FROM workItem WHERE id = ?) ORDER BY act.id DESC LIMIT 1
                """,
            arguments: [item.studyRow, login, item.id])
    }
}
