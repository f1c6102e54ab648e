import Foundation
import GRDB
import Query
import Testing

@testable import WorkList
@testable import WorkListDatabase

struct QueryAttributesMigrationTests {
    @Test func `studies of before the migration are found by name as new ones are`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let old = try DatabaseQueue(path: WorkListStore.path(in: directory))
            var migrator = DatabaseMigrator()
            migrator.registerMigration(Schema.migrations[0].name) { try $0.execute(sql: Schema.migrations[0].sql) }
            try migrator.migrate(old)
            try old.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO study (studyInstanceUID, patientID, patientName)
                        VALUES ('1.1', 'P1', 'MÜLLER^EVA=山田'), ('1.2', 'P2', NULL)
                        """)
            }
        }
        let workList = try WorkListStore(stateDirectory: directory)
        for pattern in ["müller*", "山田"] {
            #expect(try workList.matches(.study, [.isLike(.patientName, pattern: pattern)], limit: 9) == [1])
        }
        #expect(try workList.matches(.study, [], limit: 9) == [2, 1])
    }
}
