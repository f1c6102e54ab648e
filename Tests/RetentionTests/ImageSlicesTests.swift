import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

/// Studies of very many images, which one transaction must not remove.
struct ImageSlicesTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }

    /// An ineligible study of 2,500 images of 10 bytes.
    init() throws {
        fixture = try Fixture()
        try fixture.admit()
        try workList.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500)
                    INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount,
                        sha256, origin, storedAt)
                    SELECT seriesRow, sopInstanceUID || '.' || n, sopClassUID, transferSyntaxUID, path || n, byteCount,
                        sha256, origin, storedAt FROM instance, numbers
                    """)
            try db.execute(sql: "UPDATE workItem SET state = 'ineligible', reason = 'many images', changedAt = 1")
        }
        while try !fixture.extendTrail().isEmpty {}
    }

    private func count(_ table: String) throws -> Int {
        try workList.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    private func candidate() throws -> RetentionCandidate {
        let page = try workList.retentionCandidates(
            in: RetentionPolicy.endStates, unchangedSince: .now, after: .start, limit: 9)
        return try #require(page.candidates.first)
    }

    @Test func `a huge study goes in slices, and its act names all of it`() throws {
        let study = try candidate()
        #expect(study.instances == 2500 && study.holds.isEmpty)
        let largest = LargestTransaction { if case .delete("instance") = $0 { true } else { false } }
        workList.pool.add(transactionObserver: largest, extent: .observerLifetime)
        let removal = try workList.remove([study], for: .age, by: "retention").removal
        #expect(removal.studies == 1 && removal.bytes == 25_000)
        #expect(try count("instance") == 0 && count("study") == 0 && count("removedFile") == 2500)
        #expect(largest.count == WorkListStore.imageSlice, "one transaction deleted \(largest.count) images")
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .removed && act.detail["instances"] == "2500" && act.detail["bytes"] == "25000")
        let parts = try workList.acts().filter { $0.kind == .imagesRemoved }
        #expect(parts.map { $0.detail["left"] } == ["1500", "500"])
    }

    @Test func `a person's removal goes in slices too`() throws {
        let item = try #require(try workList.read { try Int64.fetchOne($0, sql: "SELECT id FROM workItem") })
        let result = try workList.removeOnRequest(item, reason: "r", isForced: false, by: "root")
        guard case .removed(let removal) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(removal.bytes == 25_000)
        let acts = try workList.acts()
        #expect(acts.last?.detail["instances"] == "2500")
        #expect(acts.map(\.kind) == [.imagesRemoved, .imagesRemoved, .removed])
        #expect(acts.allSatisfy { $0.detail["reason"] == "r" && $0.actor == "root" })
        #expect(try count("instance") == 0)
    }

    @Test func `what changed meanwhile is kept, and an interrupted removal is finished by the next`() throws {
        let study = try candidate()
        // As a run that is killed after its first slice.
        let part = try workList.removeImages(ahead: study, detail: ["cause": "age"], by: "retention", slice: 2000)
        #expect(part == RemovedImages(images: 2000, bytes: 20_000))
        #expect(try count("instance") == 500)
        // The study stays, so nothing else says it.
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .imagesRemoved && act.actor == "retention")
        #expect(act.studyInstanceUID == study.studyInstanceUID)
        #expect(act.detail["cause"] == "age" && act.detail["instances"] == "2000" && act.detail["left"] == "500")
        #expect(try workList.remove([study], for: .age, by: "retention").removal.studies == 0)
        try workList.write { try $0.execute(sql: "UPDATE workItem SET changedAt = 2") }
        #expect(try workList.removeImages(ahead: study, detail: [:], by: "retention", slice: 100) == RemovedImages())
        let removal = try workList.remove([try candidate()], for: .age, by: "retention").removal
        #expect(removal.studies == 1 && removal.bytes == 5000)
        #expect(try count("study") == 0)
    }
}
