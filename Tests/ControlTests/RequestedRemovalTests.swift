import Foundation
import OperatorErrors
import Platform
import Retention
import Review
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import Control

/// Studies and quarantined objects that an administrator has removed.
struct RequestedRemovalTests {
    private let fixture: Fixture
    private let item: Int64
    private let desk: ChangeDesk
    private let root = Account(id: 0, login: "root")
    private var workList: WorkListStore { fixture.workList }

    init() throws {
        fixture = try Fixture()
        try fixture.addUsers()
        item = try fixture.draftStudy()
        desk = ChangeDesk(
            fixture.workList, .init(claimMinutes: 30, retention: RetentionPolicy(), aeTitle: "THORAXD") { _ in [] },
            service: 9)
    }

    private func remove(isForced: Bool = false) -> Change {
        .remove(study: "\(item)", reason: "sent by mistake", isForced: isForced)
    }

    /// Has the audit trail cover everything.
    private func audit() throws { _ = try fixture.extendTrail() }

    @Test func `a study goes with a reason on record, by administrators only`() throws {
        try audit()
        #expect(throws: ControlError.self) { try desk.make(remove(), for: Account(id: 1001, login: "mary")) }
        guard case .removed(let removal) = try desk.make(remove(), for: root) else {
            Issue.record("not removed")
            return
        }
        #expect(removal.studies == 1)
        #expect(throws: WorkListError.self) { try workList.workItem(named: "\(item)") }
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .removed && act.actor == "root" && act.studyInstanceUID == "1.1")
        #expect(act.detail["reason"] == "sent by mistake" && act.detail["cause"] == "request")
    }

    @Test func `a study on hold, in review, or not yet in the trail stays`() throws {
        #expect(throws: ControlError.kept(.unaudited)) { try desk.make(remove(), for: root) }
        try audit()
        _ = try desk.make(.study(.hold(reason: "x"), study: "\(item)"), for: root)
        #expect(throws: ControlError.kept(.held)) { try desk.make(remove(isForced: true), for: root) }
        _ = try desk.make(.study(.unhold, study: "\(item)"), for: root)
        _ = try desk.make(.review(.open, study: "\(item)", as: "mary"), for: root)
        #expect(throws: ControlError.heldByReviewer) { try desk.make(remove(isForced: true), for: root) }
    }

    @Test func `a quarantined object is discarded once, with its digest on record`() throws {
        #expect(throws: ControlError.nothingToRemove) {
            try desk.make(.discardQuarantined(1, reason: "twice"), for: root)
        }
    }
}
