package import FoundationEssentials
import GRDB

extension WorkListStore {
    /// Records an act that changes no row of the work list, such as a backup.
    package func record(
        _ kind: Act.Kind, by actor: String, detail: [String: String] = [:], at now: Date = Date()
    ) throws {
        try write { try Act.record(kind, by: actor, detail: detail, at: now, in: $0) }
    }

    /// Returns acts, oldest first.
    ///
    /// - Parameter studyInstanceUID: returns only acts on this study.
    package func acts(aboutStudy studyInstanceUID: String? = nil, limit: Int = 1000) throws -> [Act] {
        try read { db in
            try Act.fetchAll(
                db, sql: "SELECT * FROM act WHERE ?1 IS NULL OR studyInstanceUID = ?1 ORDER BY id LIMIT ?2",
                arguments: [studyInstanceUID, limit])
        }
    }
}
