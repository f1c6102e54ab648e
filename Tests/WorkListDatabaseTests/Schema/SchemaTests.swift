import Crypto
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct SchemaTests {
    @Test func `a shipped migration is never edited`() {
        let hashes = Schema.migrations.map { migration in
            SHA256.hash(data: Data(migration.sql.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
        }
        #expect(
            hashes == [
                "baf9d7eb21bb93d6", "e48b235cf3d40672", "c721b8ec4f6dd9e2", "51f4013de16a9388", "773a0e24d9a0312c",
                "ec9e4216c1a6ec28", "954b8e96e7a97d01", "bb5ffbea58a28703", "1f92d38fe7f88790", "bf5eb4e8a2cd5bfb",
                "10a3c2b0580aea54", "82952388caae2fe1", "281d3626bd2030fb", "022c47ea22b118c1", "91b153e4deac32b3",
                "e3c42cac52734717",
                "6d58bc66a876f33b",
                "5813b49d752cbbd6",
                "f52d28305e5b7e6a",
                "41da7137b27f8bf6",
                "28aa35437de914b5",
                "18df5a993bea207c",
                "69b99d55b3e7698a",
                "b3e1cf81fb0e1a85",
                "f54c66c1beebf051",
                "b300646b873d5f58",
                "2102924ce2d09dcd",
                "90793282ef5308b7",
                "4556366f6641ec55",
                "4db8aa7ad4af388a",
            ])
    }

    @Test func `a draft from before its documents were listed keeps its Basic Text SR`() throws {
        let database = try DatabaseQueue()
        for migration in Schema.migrations where migration.name.hasPrefix("1 ") || migration.name.hasPrefix("3 ") {
            if migration.name.hasPrefix("3 ") {
                try database.write { db in
                    try db.execute(sql: Fixture.rows(ofInstance: "produced"))
                    try db.execute(
                        sql: """
                            INSERT INTO workItem (id, studyRow, state, notBefore, createdAt, changedAt)
                            VALUES (1, 1, 'drafted', 1, 1, 1);
                            INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion,
                                weightsSHA256, stageSeconds, createdAt) VALUES (1, 1, 7, '{}', 'm', '1', '0', '{}', 1);
                            """)
                }
            }
            try database.write { try $0.execute(sql: migration.sql) }
        }
        try database.read { (db: Database) throws in
            let rows = try Row.fetchAll(db, sql: "SELECT form, instanceRow FROM draftDocument")
            #expect(rows.map { $0["form"] } == ["basic-text-sr"])
            #expect(rows.map { $0["instanceRow"] } == [7])
        }
    }

    @Test func `the connections together keep at most 24 MB of pages in memory`() throws {
        let fixture = try Fixture()
        let writing = try fixture.workList.write { try Int.fetchOne($0, sql: "PRAGMA cache_size") ?? 0 }
        let reading = try fixture.workList.read { try Int.fetchOne($0, sql: "PRAGMA cache_size") ?? 0 }
        #expect((writing, reading) == (-8192, -2048))
        #expect(writing + WorkListStore.readers * reading == -24 << 10)
    }

    @Test func `writes are synchronous and the log is written ahead`() throws {
        let fixture = try Fixture()
        try fixture.workList.pool.writeWithoutTransaction { (db: Database) throws in
            #expect(try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2)
            #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
            #expect(try Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
        }
    }

    @Test func `a database that is no work list is an error with a hint`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Data("this is not a database, and long enough".utf8).write(
            to: URL(filePath: WorkListStore.path(in: directory)))
        #expect(throws: WorkListError.self) { try WorkListStore(stateDirectory: directory) }
    }
}
