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
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .millisecondsSince1970
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
