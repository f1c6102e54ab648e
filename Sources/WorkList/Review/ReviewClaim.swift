package import FoundationEssentials
import GRDB

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

    /// Claims that hold now or have held until their time ran out; a condition may follow.
    static let selection = """
        SELECT reviewClaim.*, study.studyInstanceUID FROM reviewClaim
        JOIN workItem ON workItem.id = reviewClaim.workItemRow AND workItem.revision = reviewClaim.revision
            AND workItem.state = 'inReview'
        JOIN study ON study.id = workItem.studyRow
        """

    /// Who has a study open.
    static func fetch(of item: WorkItem, in db: Database) throws -> ReviewClaim? {
        try fetchOne(db, sql: "\(selection) WHERE reviewClaim.workItemRow = ?", arguments: [item.id])
    }

    /// Gives the study to a reviewer; what this one had open of an earlier draft is forgotten.
    static func store(
        for item: WorkItem, _ reviewer: Reviewer, openedAt: Date, expiresAt: Date, in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO reviewClaim (workItemRow, revision, login, name, openedAt, expiresAt)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (workItemRow, login) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                    openedAt = excluded.openedAt, expiresAt = excluded.expiresAt
                """,
            arguments: [
                item.id, item.revision, reviewer.login, reviewer.name, openedAt.milliseconds, expiresAt.milliseconds,
            ])
    }

    /// The revision that a reviewer had open when another image made it out of date.
    static func overtakenRevision(of item: WorkItem, _ login: String, in db: Database) throws -> Int? {
        try Int.fetchOne(
            db, sql: "SELECT revision FROM reviewClaim WHERE workItemRow = ? AND login = ? AND revision < ?",
            arguments: [item.id, login, item.revision])
    }
}
