package import FoundationEssentials
import GRDB
import WorkListDatabase

/// When the rules last ran, and what they removed.
package struct RetentionRun: Sendable, Equatable, Codable {
    package let at: Date
    package let studies: Int
    package let quarantined: Int
    package let bytes: Int

    package init(at: Date, _ removal: Removal) {
        self.at = at
        studies = removal.studies
        quarantined = removal.quarantined
        bytes = removal.bytes
    }
}

extension RetentionRun: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case at, studies, quarantined, bytes
    }

    init(row: Row) {
        at = Date(milliseconds: row[Columns.at])
        studies = row[Columns.studies]
        quarantined = row[Columns.quarantined]
        bytes = row[Columns.bytes]
    }
}

extension WorkListStore {
    /// The last run; nil before the first.
    package func lastRetentionRun() throws -> RetentionRun? {
        try read { db in try RetentionRun.fetchOne(db, sql: "SELECT * FROM retentionRun") }
    }

    /// Stores the result of the last run.
    package func record(_ run: RetentionRun) throws {
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO retentionRun VALUES (1, ?, ?, ?, ?)",
                arguments: [run.at.milliseconds, run.studies, run.quarantined, run.bytes])
        }
    }
}
