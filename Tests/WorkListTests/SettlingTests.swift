import Foundation
import GRDB
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

struct SettlingTests {
    @Test func `the next study to settle is the one that is due first`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        #expect(try workList.nextSettling() == nil)
        let now = Date(timeIntervalSince1970: 1_000_000)
        try fixture.admit(study: 1, settleAt: now + 60, at: now)
        try fixture.admit(study: 2, settleAt: now + 30, at: now)
        #expect(try workList.nextSettling() == now + 30)
        let due = try #require(try workList.studiesToSettle(at: now + 40).first)
        _ = try workList.settle(due, as: .settled, eligible: [], at: now + 40)
        #expect(try workList.nextSettling() == now + 60)
    }

    /// Number of rows that `body` writes.
    private func changes(of workList: WorkListStore, _ body: () throws -> Void) throws -> Int {
        let before = try workList.write { $0.totalChangesCount }
        try body()
        return try workList.write { $0.totalChangesCount } - before
    }

    @Test func `only images whose mark changes are written`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        let limit = WorkListStore.SettledStudy.imageLimit
        try fixture.admit()
        try fixture.fill(upTo: limit)
        var due = try #require(try workList.studiesToSettle().first)
        #expect(due.images.count == limit && !due.hasTooManyImages)
        // The state, its history, two counts, and the mark of one image.
        #expect(try changes(of: workList) { _ = try workList.settle(due, as: .settled, eligible: ["1.1.1.1"]) } <= 5)
        let claim = try #require(try workList.claim(by: 1))
        #expect(claim.images.map(\.instance.sopInstanceUID) == ["1.1.1.1"])
        try workList.end(claim, with: .attemptFailed(reason: "broken", isPermanent: true), notBefore: .now)

        // The mark moves to another image.
        try workList.retryFailedStudy(of: "1.1.1.1", settleAt: .now)
        due = try #require(try workList.studiesToSettle().first)
        #expect(try changes(of: workList) { _ = try workList.settle(due, as: .settled, eligible: ["1.1.1.1.2"]) } <= 6)
        #expect(try workList.claim(by: 1)?.images.map(\.instance.sopInstanceUID) == ["1.1.1.1.2"])
    }

    @Test func `a study with more images than are read is settled without reading or marking them`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        try fixture.admit()
        try fixture.fill(upTo: 50_000)
        let due = try #require(try workList.studiesToSettle().first)
        #expect(due.images.isEmpty && due.hasTooManyImages)
        let written = try changes(of: workList) {
            _ = try workList.settle(due, as: .foundIneligible(reason: "too many images"), eligible: [])
        }
        #expect(written <= 4, "\(written) rows")
        #expect(try workList.studiesToSettle().isEmpty)

        // Nor does force make the reporter read them.
        #expect(throws: WorkItemError.tooManyImages(workItem: 1, limit: WorkListStore.SettledStudy.imageLimit)) {
            try workList.requeue(1, isForced: true, by: "alice")
        }
        #expect(try fixture.item().state == .ineligible)
    }

    @Test func `studies that are due are looked up one after another`() throws {
        let fixture = try Fixture()
        let now = Date(timeIntervalSince1970: 1_000_000)
        for (study, due) in [(1, 2.0), (2, 1), (3, 2), (4, 9)] {
            try fixture.admit(study: study, settleAt: now + due, at: now)
        }
        var met: [String] = []
        var last: WorkItem?
        while let study = try fixture.workList.studiesToSettle(at: now + 5, after: last, limit: 1).first {
            met.append(study.studyInstanceUID)
            last = study.workItem
        }
        #expect(met == ["1.2", "1.1", "1.3"])
    }
}
