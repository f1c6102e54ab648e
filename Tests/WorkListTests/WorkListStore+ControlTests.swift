import Administration
import DICOMCore
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct ControlTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }

    init() throws { fixture = try Fixture() }

    private func fail(study: Int = 1) throws {
        try fixture.queue(study: study)
        let claim = try #require(try workList.claim(by: 1))
        try workList.end(
            claim, with: .attemptFailed(reason: "no pixels", isPermanent: true), notBefore: .now)
    }

    private func acts() throws -> [Act] { try workList.acts() }

    @Test func `a failed study is requeued with all its attempts, and that is recorded`() throws {
        try fail()
        try workList.retry(1, by: "alice")
        let item = try fixture.item()
        #expect(item.state == .queued && item.attempt == 0 && item.revision == 1 && item.reason == nil)
        let act = try #require(try acts().first)
        #expect(act.kind == .retried && act.actor == "alice" && act.studyInstanceUID == "1.1")
        #expect(act.detail["reason"] == "no pixels")
        #expect(throws: WorkItemError.self) { try workList.retry(1, by: "alice") }
        #expect(try acts().count == 1, "what was refused is not recorded")
    }

    @Test func `all that failed is put back in line, however much`() throws {
        for study in 1...3 { try fail(study: study) }
        #expect(try workList.retryAllFailed(by: "alice") == 3)
        #expect(try workList.countsByState() == [.queued: 3])
        #expect(try acts().count == 3)
        #expect(try workList.retryAllFailed(by: "alice") == 0)
    }

    @Test func `a drafted study is drafted again as the next revision`() throws {
        try fixture.queue()
        let claim = try #require(try workList.claim(by: 1))
        try workList.store(fixture.draft(of: claim), for: claim)
        try workList.requeue(1, isForced: false, by: "alice")
        let again = try #require(try workList.claim(by: 1))
        #expect(again.workItem.revision == 2 && again.images.count == 1)
        #expect(again.predecessors.count == 1, "the new draft replaces the old one")
        #expect(try acts().map(\.kind) == [.requeued])
    }

    @Test func `what is signed or ineligible is drafted again only when forced, and never while in review`() throws {
        try fixture.queue()
        let claim = try #require(try workList.claim(by: 1))
        try workList.store(fixture.draft(of: claim), for: claim)
        try workList.write { try $0.execute(sql: "UPDATE workItem SET state = 'inReview'") }
        #expect(throws: WorkItemError.self) { try workList.requeue(1, isForced: true, by: "alice") }
        try workList.write { try $0.execute(sql: "UPDATE workItem SET state = 'accepted'") }
        #expect(throws: WorkItemError.self) { try workList.requeue(1, isForced: false, by: "alice") }
        #expect(try acts().isEmpty)
        try workList.requeue(1, isForced: true, by: "alice")
        #expect(try fixture.item().revision == 2)
    }

    @Test func `an ineligible study that is forced has its images read`() throws {
        try fixture.admit()
        let settled = try #require(try workList.studiesToSettle().first)
        _ = try workList.settle(settled, as: .foundIneligible(reason: "a hand"), eligible: [])
        try workList.requeue(1, isForced: true, by: "alice")
        #expect(try workList.claim(by: 1)?.images.count == 1)
    }

    @Test func `a held study is not claimed until it is let go`() throws {
        try fixture.queue(study: 1)
        try workList.hold(1, reason: "wrong patient", by: "alice")
        #expect(try workList.claim(by: 1) == nil)
        #expect(throws: WorkItemError.self) { try workList.hold(1, reason: "again", by: "bob") }
        let entry = try workList.entry(ofItem: 1)
        #expect(entry.heldBy == "alice" && entry.holdReason == "wrong patient" && entry.heldAt != nil)
        try workList.unhold(1, by: "bob")
        #expect(throws: WorkItemError.self) { try workList.unhold(1, by: "bob") }
        #expect(try workList.claim(by: 1) != nil)
        #expect(try acts().map(\.kind) == [.held, .unheld])
    }

    @Test func `a hold drops the draft that is being made, and it costs no attempt`() throws {
        try fixture.queue()
        let claim = try #require(try workList.claim(by: 1))
        try workList.hold(1, reason: "wrong patient", by: "alice")
        #expect(throws: WorkItemError.self) { try workList.store(fixture.draft(of: claim), for: claim) }
        #expect(try fixture.item().state == .queued && fixture.item().attempt == 0)
        #expect(try workList.claim(by: 1) == nil)
    }

    @Test func `the most urgent study is claimed first, then the one that waits longest`() throws {
        for study in 1...4 { try fixture.queue(study: study) }
        try workList.setPriority(10, of: 3, by: "alice")
        try workList.setPriority(-1, of: 1, by: "alice")
        let claims = try (1...4).map { _ in try #require(try workList.claim(by: 1)).studyInstanceUID }
        #expect(claims == ["1.3", "1.2", "1.4", "1.1"])
        #expect(try acts().first?.detail["to"] == "10")
        #expect(throws: WorkListError.self) { try workList.setPriority(11, of: 3, by: "alice") }
    }

    @Test func `an urgent study that waits for its next attempt holds up no other`() throws {
        for study in 1...2 { try fixture.queue(study: study) }
        try workList.setPriority(10, of: 1, by: "alice")
        let claim = try #require(try workList.claim(by: 1))
        try workList.end(
            claim, with: .attemptFailed(reason: "busy", isPermanent: false), notBefore: .now + 600)
        #expect(try workList.claim(by: 1)?.studyInstanceUID == "1.2")
        #expect(try workList.claim(by: 1) == nil)
        #expect(try workList.claim(by: 1, at: .now + 601)?.studyInstanceUID == "1.1")
    }

    @Test func `a study goes by its number, its UID or an accession number that is no other's`() throws {
        for study in 1...2 {
            var header = Fixture.header(study: study)
            header.accessionNumber = study == 1 ? "A7" : "1"
            try fixture.admit(header)
        }
        #expect(try workList.workItem(named: "2") == 2)
        #expect(try workList.workItem(named: "1.2") == 2)
        #expect(try workList.workItem(named: "A7") == 1)
        #expect(throws: WorkListError.self) { try workList.workItem(named: "1") }
        #expect(throws: WorkListError.self) { try workList.workItem(named: "02") }
    }

    @Test func `the counts follow every study from its coming to its going`() throws {
        for study in 1...3 { try fixture.queue(study: study) }
        _ = try workList.claim(by: 1)
        #expect(try workList.countsByState() == [.queued: 2, .drafting: 1])
        try workList.write { try $0.execute(sql: "DELETE FROM study WHERE id = 2") }
        #expect(try workList.countsByState() == [.queued: 1, .drafting: 1])
    }
}
