import DICOMCore
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

/// Tests a work list from a backup whose instance files contain decisions and drafts made after the backup
/// (`thoraxctl rebuild --add-missing`).
struct LostDecisionTests {
    private let fixture: Fixture
    private let workList: WorkListStore
    private let item: Int64

    init() throws {
        (fixture, item) = try Fixture.withDraftedStudy()
        workList = fixture.workList
    }

    /// A document of the study that the work list does not know.
    private func addFile(_ form: ReportForm, uid: String, revision: Int, isDraft: Bool) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: uid, studyInstanceUID: "1.1",
            seriesInstanceUID: isDraft ? "1.1.9" : "1.1.90", transferSyntaxUID: "1.2.840.10008.1.2")
        header.modality = "SR"
        header.instanceNumber = revision
        header.completionFlag = isDraft ? "PARTIAL" : "COMPLETE"
        header.verificationFlag = isDraft ? "UNVERIFIED" : "VERIFIED"
        header.verifyingObserverName = isDraft || form == .rejectionNote ? nil : "Doe^Mary"
        header.verificationDateTime = header.verifyingObserverName.map { _ in "20260301120000" }
        let document = WorkListStore.NewDocument(
            form: form, header: header, path: "instances/\(uid).dcm", contents: Fixture.contents(), destinations: [])
        try workList.readmit(document, isDraft: isDraft)
    }

    private func addSignedReport() throws {
        try addFile(.basicTextSR, uid: "1.1.90.1", revision: 1, isDraft: false)
        try workList.holdDecided(study: "1.1", by: "root")
        _ = try workList.endRebuild(by: "root", detail: [:])
    }

    private func isRefused(_ change: () throws -> Void) -> Bool {
        do {
            try change()
            return false
        } catch ReviewError.decisionLost { return true } catch { return false }
    }

    @Test func `a reviewer who had it open when the backup was made does not sign it again`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 600)
        try addSignedReport()
        #expect(try fixture.item().state == .drafted)
        for login in ["mary", "paul"] {
            #expect(isRefused { _ = try workList.sign(.accept, of: item, by: login, havingRead: 1) })
            #expect(isRefused { _ = try workList.openReview(of: item, by: login, for: 30) })
        }
        #expect(try workList.reviews(of: item).isEmpty)
    }

    @Test func `a decision that is confirmed stands: the study is neither drafted nor signed again`() throws {
        try addSignedReport()
        try workList.confirmDecision(on: item, by: "admin")
        let confirmed = try fixture.item()
        #expect(confirmed.state == .ineligible && confirmed.reason?.contains("report signed by Doe^Mary") == true)
        #expect(try workList.claim(by: 1) == nil)
        #expect(throws: ReviewError.self) { try workList.openReview(of: item, by: "mary", for: 30) }
        #expect(try workList.acts(aboutStudy: "1.1").suffix(2).map(\.kind) == [.held, .decisionConfirmed])
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.actor == "admin" && act.detail["signer"] == "Doe^Mary")
        #expect(act.detail["signedAt"] == "20260301120000")
        #expect(throws: WorkItemError.noLostDecision(workItem: item)) {
            try workList.confirmDecision(on: item, by: "admin")
        }
        // Drafted again only because an administrator asks for it.
        try workList.requeue(item, isForced: true, by: "admin")
        #expect(try #require(try workList.claim(by: 1)).workItem.revision == 2)
    }

    @Test func `a confirmed rejection names no signer, because a rejection note has none`() throws {
        try addFile(.rejectionNote, uid: "1.1.90.1", revision: 1, isDraft: false)
        try workList.hold(item, reason: WorkListStore.holdOfRebuild, by: "root")
        try workList.confirmDecision(on: item, by: "admin")
        #expect(try fixture.item().reason?.contains("rejection or report among its files") == true)
        #expect(try workList.acts(aboutStudy: "1.1").last?.detail["signer"] == nil)
    }

    @Test func `the latest restore or rebuild is known, since the UIDs of drafts depend on it`() throws {
        #expect(try workList.lastRestore() == nil)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        try workList.record(.rebuilt, by: "root", at: now)
        try workList.record(.restored, by: "root", at: now + 1)
        try workList.record(.backedUp, by: "root", at: now + 2)
        #expect(try workList.lastRestore() == (now + 1).milliseconds)
    }

    @Test(arguments: [WorkItemState.collecting, .queued, .failed, .ineligible])
    func `a decision is confirmed in whatever state the study waits`(state: WorkItemState) throws {
        try addSignedReport()
        try workList.write { db in
            // As another way of arriving here leaves it.
            try db.execute(sql: "DROP TRIGGER workItemTransition")
            try db.execute(sql: "UPDATE workItem SET state = ?, reason = 'r'", arguments: [state.rawValue])
        }
        try workList.confirmDecision(on: item, by: "admin")
        #expect(try fixture.item().state == .ineligible)
    }

    @Test func `a verdict that came meanwhile stays when the hold ends`() throws {
        _ = try workList.sign(.accept, of: item, by: "mary")
        try workList.hold(item, reason: WorkListStore.holdOfRebuild, by: "root")
        try workList.confirmDecision(on: item, by: "admin")
        #expect(try fixture.item().state == .accepted && workList.reviews(of: item).count == 1)
    }

    @Test func `a hold set by a user does not count as a lost decision`() throws {
        try workList.hold(item, reason: "wrong patient", by: "admin")
        #expect(throws: WorkItemError.noLostDecision(workItem: item)) {
            try workList.confirmDecision(on: item, by: "admin")
        }
        #expect(throws: WorkItemError.alreadyHeld(workItem: item)) {
            try workList.hold(item, reason: "again", by: "admin")
        }
    }

    @Test func `a new draft never reuses the number, and so the UIDs, of a later draft among the files`() throws {
        try addFile(.basicTextSR, uid: "1.1.9.4", revision: 4, isDraft: true)
        _ = try workList.endRebuild(by: "root", detail: [:])
        #expect(try fixture.item().revision == 1, "its draft is the one that the work list knows")
        try workList.requeue(item, isForced: false, by: "admin")
        #expect(try fixture.item().revision == 5)
    }

    @Test func `a late image begins after the later draft too`() throws {
        try addFile(.basicTextSR, uid: "1.1.9.4", revision: 4, isDraft: true)
        try fixture.admit(instance: 2)
        #expect(try fixture.item().revision == 5)
    }

    @Test func `a study that waits for its next draft continues after the later one`() throws {
        try workList.requeue(item, isForced: false, by: "admin")
        #expect(try fixture.item().revision == 2)
        try addFile(.basicTextSR, uid: "1.1.9.2", revision: 2, isDraft: true)
        _ = try workList.endRebuild(by: "root", detail: [:])
        #expect(try fixture.item().revision == 3)
    }
}
