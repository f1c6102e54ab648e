import DICOMCore
import Delivery
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

struct WorkListAuditTrailTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func summary(_ records: [AuditRecord]) -> [String] {
        records.map { "\($0.event) \($0.outcome) \($0.studyInstanceUID ?? "")" }
    }

    private func value(_ path: String, _ record: AuditRecord?) throws -> String {
        try XMLLint.value(of: path, in: try #require(record).message)
    }

    @Test func `what one peer stored of one study since the last look is one message with its patient`() throws {
        for instance in 1...3 { try fixture.admit(study: 1, instance: instance) }
        try fixture.admit(study: 2, instance: 1)
        let records = try fixture.extendTrail()
        #expect(summary(records) == ["110104 0 1.1", "110104 0 1.2"])
        #expect(try XMLLint.complaint(of: records[0].message) == nil)
        #expect(try value("//SOPClass/@NumberOfInstances", records[0]) == "3")
        #expect(try value("//@EventActionCode", records[0]) == "C")
        #expect(try value("//*[@ParticipantObjectTypeCode=1]/@ParticipantObjectID", records[0]) == "P1")
        #expect(try value("count(//*[@ParticipantObjectTypeCode=1])", records[0]) == "1")
        #expect(
            try value("//ActiveParticipant[RoleIDCode/@csd-code='110153']/@AlternativeUserID", records[0])
                == "AETITLES=MODALITY1")
        #expect(try fixture.extendTrail().isEmpty)
    }

    @Test func `a draft and its delivery are told, and what was given up with its reason`() throws {
        try fixture.queue()
        _ = try fixture.extendTrail()
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.workList.store(
            fixture.draft(of: claim, forms: [.basicTextSR, .encapsulatedPDF], destinations: ["archive"]), for: claim)
        let produced = try fixture.extendTrail()
        #expect(summary(produced) == ["110103 0 1.1"])
        #expect(try value("//@EventActionCode", produced.first) == "C")
        let rows = try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 9)
        #expect(try fixture.extendTrail().isEmpty, "nothing has come to an end")
        try fixture.workList.settle(rows[0], as: .accepted, status: 0)
        try fixture.workList.settle(
            rows[1], as: .refused(reason: "cannot understand", isPermanent: true), status: 0xC000)
        let records = try fixture.extendTrail()
        #expect(summary(records).sorted() == ["110102 0 1.1", "110102 0 1.1", "110104 0 1.1", "110104 4 1.1"])
        let failed = records.first { $0.outcome == 4 }
        #expect(try value("//EventOutcomeDescription", failed) == "cannot understand")
        #expect(try value("//ActiveParticipant[RoleIDCode/@csd-code='110152']/@UserID", failed) == "ARCHIVE")
    }

    @Test func `an object that was put aside is an update that failed`() throws {
        try fixture.admit()
        try fixture.workList.recordQuarantined(
            Fixture.header(), path: "quarantine/1.dcm", contents: Fixture.contents(9),
            callingAETitle: Fixture.calling, reason: "other bytes")
        let records = try fixture.extendTrail()
        #expect(summary(records) == ["110104 0 1.1", "110104 4 1.1"])
        #expect(try value("//@EventActionCode", records.last) == "U")
        #expect(try value("//EventOutcomeDescription", records.last) == "other bytes")
    }

    @Test func `an act that cannot be read is told as such, and stops neither the trail nor retention`() throws {
        try fixture.workList.record(.backedUp, by: "root")
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO act (at, actor, kind, detail) VALUES (7, 'later', 'ofALaterVersion', '{}'),
                        (8, 'root', 'restored', '{"faults": 1}')
                    """)
        }
        try fixture.workList.record(.restored, by: "root")
        let records = try fixture.extendTrail()
        #expect(records.count == 4)
        #expect(records.count { $0.message.contains("UNREADABLE-ACT") } == 2)
        #expect(records.contains { $0.message.contains("later") && $0.message.contains("110113") })
        #expect(try fixture.workList.incidents(limit: 9).count == 2)
        #expect(try fixture.extendTrail().isEmpty)
        #expect(try fixture.workList.incidents(limit: 9).count == 2, "once each")
    }

    @Test func `acts and what is handed over join in the order they happened`() throws {
        try fixture.workList.record(.backedUp, by: "root", detail: ["to": "x"], at: Date(timeIntervalSince1970: 5))
        let records = try fixture.extendTrail(with: [
            AuditOccurrence(.stopped, at: Date(timeIntervalSince1970: 9)),
            AuditOccurrence(.started, at: Date(timeIntervalSince1970: 1)),
        ])
        #expect(summary(records) == ["110100 0 ", "110113 0 ", "110100 0 "])
        #expect(records.map(\.id) == [1, 2, 3])
    }

    @Test func `a retrieval has the patient of its study`() throws {
        try fixture.admit()
        let retrieval = AuditOccurrence.Retrieval(studyInstanceUID: "1.1", instances: ["1.2": 1], destination: nil)
        let caller = AuditOccurrence.Caller(aeTitle: "STATION", address: "10.0.0.1")
        let records = try fixture.extendTrail(with: [AuditOccurrence(.retrievalBegan(by: caller, retrieval))])
        let began = records.first { $0.event == "110102" }
        #expect(try value("//*[@ParticipantObjectTypeCode=1]/ParticipantObjectName", began) == "DOE^JANE")
    }

    @Test func `a backlog is followed in batches, and each row once`() throws {
        let count = WorkListStore.auditBatch + 7
        for instance in 1...count { try fixture.admit(instance: instance) }
        let first = try fixture.workList.extendAuditTrail(with: [], of: .test)
        #expect(first.isMore)
        let second = try fixture.workList.extendAuditTrail(with: [], of: .test)
        #expect(!second.isMore)
        #expect(try value("//SOPClass/@NumberOfInstances", first.records.first) == "\(WorkListStore.auditBatch)")
        #expect(try value("//SOPClass/@NumberOfInstances", second.records.first) == "7")
    }

    @Test func `rows that take the ids of removed ones are followed too`() throws {
        try fixture.admit(study: 1)
        try fixture.admit(study: 2)
        _ = try fixture.extendTrail()
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM study") }
        try fixture.admit(study: 3)
        #expect(summary(try fixture.extendTrail()) == ["110104 0 1.3"])
    }

    @Test func `messages and marks are one: what is undone is told again`() throws {
        try fixture.admit()
        struct Undone: Error {}
        #expect(throws: (any Error).self) {
            try fixture.workList.write { db in
                try db.execute(
                    sql: "CREATE TEMP TRIGGER broken BEFORE UPDATE ON auditMark BEGIN SELECT RAISE(ABORT, 'x'); END")
            }
            _ = try fixture.extendTrail()
        }
        #expect(try fixture.workList.auditHead() == nil)
        try fixture.workList.write { try $0.execute(sql: "DROP TRIGGER broken") }
        #expect(try fixture.extendTrail().count == 1)
    }

    @Test func `the trail takes no change, no removal, no gap and no forged link`() throws {
        _ = try fixture.extendTrail(with: [AuditOccurrence(.started)])
        for sql in [
            "UPDATE auditMessage SET message = 'x'", "DELETE FROM auditMessage",
            """
            INSERT INTO auditMessage SELECT 3, at, event, outcome, NULL, message, hash, hash FROM auditMessage
            """,
            """
            INSERT INTO auditMessage SELECT 2, at, event, outcome, NULL, message, zeroblob(32), hash FROM auditMessage
            """,
            "INSERT OR REPLACE INTO auditMessage SELECT * FROM auditMessage",
        ] {
            #expect(throws: WorkListError.self, "\(sql)") {
                try fixture.workList.write { try $0.execute(sql: sql) }
            }
        }
    }

    @Test func `messages are found by time, event and study, the latest first`() throws {
        try fixture.admit(study: 1)
        try fixture.admit(study: 2)
        _ = try fixture.extendTrail()
        _ = try fixture.extendTrail(with: [AuditOccurrence(.started, at: .now + 60)])
        #expect(try fixture.workList.auditRecords(limit: 9).map(\.id) == [3, 2, 1])
        #expect(try fixture.workList.auditRecords(aboutStudy: "1.1", limit: 9).map(\.id) == [1])
        #expect(try fixture.workList.auditRecords(event: .applicationActivity, limit: 9).map(\.id) == [3])
        #expect(try fixture.workList.auditRecords(since: .now + 30, limit: 9).map(\.id) == [3])
        #expect(try fixture.workList.auditRecords(limit: 1).map(\.id) == [3])
        #expect(try fixture.workList.auditRecord(2)?.studyInstanceUID == "1.2")
    }

    @Test func `fewer messages of a time than are asked for are found by the time, not by a walk through the trail`()
        throws
    {
        try fixture.admit(study: 1)
        _ = try fixture.extendTrail()
        _ = try fixture.extendTrail(with: [AuditOccurrence(.started, at: .now + 60)])
        func areFewer(than number: Int, since time: Date) throws -> Bool {
            try fixture.workList.read { try WorkListStore.areFewer(than: number, since: time, in: $0) }
        }
        #expect(try areFewer(than: 2, since: .now + 30))
        #expect(try !areFewer(than: 1, since: .now + 30))
        #expect(try !areFewer(than: 2, since: Date(milliseconds: 0)))
        for limit in [1, 2, 9] {
            #expect(try fixture.workList.auditRecords(since: .now + 30, limit: limit).map(\.id) == [2])
        }
        let sql = "SELECT * FROM \(WorkListStore.sourceByTime) WHERE at >= 1 ORDER BY id DESC LIMIT 9"
        let plan = try fixture.workList.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
        }
        #expect(plan.first == "SEARCH auditMessage USING INDEX auditMessageByTime (at>?)", "\(plan)")
    }

    @Test func `what stood before there was a trail is not told`() throws {
        let database = try DatabaseQueue()
        for migration in Schema.migrations.prefix(while: { !$0.name.hasPrefix("8 ") })
        where !migration.name.hasPrefix("2") {
            try database.write { try $0.execute(sql: migration.sql) }
        }
        try database.write { db in
            try db.execute(sql: Fixture.rows(ofInstance: "received"))
            try db.execute(sql: Schema.auditTrailMigration)
            let marks = try Row.fetchAll(db, sql: "SELECT name, row FROM auditMark ORDER BY name")
            #expect(marks.map { $0["row"] } == [0, 7, 0, 0, 0])
        }
    }
}
