package import FoundationEssentials
import GRDB

/// One line of the work list as an administrator sees it: no patient names or ids.
package struct WorkListEntry: Sendable, Codable, Equatable {
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let studyDate: String?
    package let state: WorkItemState
    package let revision: Int
    package let attempt: Int
    package let images: Int
    package let receivedAt: Date
    package let changedAt: Date
    /// Why it failed, is ineligible, or had to be tried again.
    package let reason: String?
}

extension WorkListStore {
    /// Studies by state; states that no study is in are left out.
    package func countsByState() throws -> [WorkItemState: Int] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, count(*) AS number FROM workItem GROUP BY state")
            return rows.reduce(into: [:]) { counts, row in
                if let state = WorkItemState(rawValue: row["state"]) { counts[state] = row["number"] }
            }
        }
    }

    /// Since when the oldest study without a draft waits: collecting, queued or drafting.
    package func oldestWaiting() throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT min(createdAt) FROM workItem WHERE state IN ('collecting', 'queued', 'drafting')")
        }.map(Date.init(milliseconds:))
    }

    /// The latest changes first.
    package func entries(limit: Int) throws -> [WorkListEntry] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT workItem.*, study.studyInstanceUID, study.accessionNumber, study.studyDate,
                        (SELECT count(*) FROM instance JOIN series ON series.id = instance.seriesRow
                         WHERE series.studyRow = study.id AND instance.origin = 'received' AND \(Self.isImage)) AS images
                    FROM workItem JOIN study ON study.id = workItem.studyRow
                    ORDER BY workItem.changedAt DESC, workItem.id DESC LIMIT ?
                    """,
                arguments: [limit])
            return try rows.map { row in
                let item = try WorkItem(row: row)
                return WorkListEntry(
                    studyInstanceUID: row["studyInstanceUID"], accessionNumber: row["accessionNumber"],
                    studyDate: row["studyDate"], state: item.state, revision: item.revision, attempt: item.attempt,
                    images: row["images"], receivedAt: Date(milliseconds: row["createdAt"]),
                    changedAt: Date(milliseconds: row["changedAt"]), reason: item.reason)
            }
        }
    }

    /// Seconds by stage of the latest drafts, newest first, as the reporter measured them.
    package func stageSeconds(limit: Int) throws -> [[String: Double]] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT stageSeconds FROM draft ORDER BY id DESC LIMIT ?", arguments: [limit])
        }.map { try JSONDecoder().decode([String: Double].self, from: Data($0.utf8)) }
    }
}
