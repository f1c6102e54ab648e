import DICOMCore
import Foundation
import GRDB
import Query
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct DraftingTests {
    @Test func `the study that has waited longest is claimed first and none is claimed twice`() throws {
        let fixture = try Fixture()
        for study in 1...3 { try fixture.queue(study: study) }
        try fixture.workList.write { try $0.execute(sql: "UPDATE workItem SET notBefore = 4 - id") }
        let claimed = try (0..<4).map { _ in try fixture.workList.claim(by: 7)?.studyInstanceUID }
        #expect(claimed == ["1.3", "1.2", "1.1", nil])
        #expect(try fixture.workList.oldestClaim(of: 7) != nil)
        #expect(try fixture.workList.oldestClaim(of: 8) == nil)
    }

    @Test func `a study that was tried waits for all that were not, but not for a lower priority`() throws {
        let fixture = try Fixture()
        for study in 1...4 { try fixture.queue(study: study) }
        try fixture.workList.write {
            try $0.execute(
                sql: """
                    UPDATE workItem SET notBefore = id, attempt = CASE id WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 0 END,
                        priority = CASE id WHEN 4 THEN -1 ELSE 0 END
                    """)
        }
        let claimed = try (0..<5).map { _ in try fixture.workList.claim(by: 7)?.studyInstanceUID }
        #expect(claimed == ["1.3", "1.2", "1.1", "1.4", nil])
    }

    @Test func `senders take turns, each with its oldest study first`() throws {
        let fixture = try Fixture()
        for study in 1...6 { try fixture.queue(study: study) }
        try fixture.workList.write {
            try $0.execute(
                sql: """
                    UPDATE workItem SET notBefore = id,
                        callingAETitle = CASE id WHEN 5 THEN 'B' WHEN 6 THEN 'C' ELSE 'A' END
                    """)
        }
        var sender = ""
        var claimed: [String] = []
        while let claim = try fixture.workList.claim(by: 7, after: sender) {
            claimed.append(claim.studyInstanceUID)
            sender = claim.workItem.callingAETitle ?? ""
        }
        #expect(claimed == ["1.1", "1.5", "1.6", "1.2", "1.3", "1.4"])
    }

    @Test func `two reporters never get the same study`() async throws {
        let fixture = try Fixture()
        for study in 1...20 { try fixture.queue(study: study) }
        let workList = fixture.workList
        let claims = try await withThrowingTaskGroup(of: [String].self) { group in
            for reporter in 1...4 {
                group.addTask {
                    var mine: [String] = []
                    while let claim = try workList.claim(by: Int32(reporter)) { mine.append(claim.studyInstanceUID) }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claims.count == 20)
        #expect(Set(claims).count == 20)
    }

    @Test func `a draft, its document and the new state are stored together`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        #expect(claim.workItem.attempt == 1)
        #expect(claim.images.map(\.instance.sopInstanceUID) == ["1.1.1.1"])
        try fixture.workList.store(fixture.draft(of: claim), for: claim)
        #expect(try fixture.item().state == .drafted)
        let documents = try fixture.workList.instances([.isOneOf(.modality, ["SR"])], limit: 9)
        #expect(documents.map(\.sopInstanceUID) == ["1.1.9.1"])
        #expect(try fixture.workList.stageSeconds(limit: 1) == [["decode": 0.5]])
    }

    @Test func `a draft in several forms is stored whole or not at all`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        let forms: [ReportForm] = [.basicTextSR, .enhancedSR, .encapsulatedPDF]
        let draft = fixture.draft(of: claim, forms: forms, destinations: ["archive"])
        let twice = WorkListStore.NewDraft(
            documents: draft.documents + [draft.documents[1]], report: draft.report, modelName: "test",
            modelVersion: "1", weightsSHA256: "00", stageSeconds: draft.stageSeconds)
        #expect(throws: WorkListError.self) { try fixture.workList.store(twice, for: claim) }
        #expect(try fixture.item().state == .drafting)
        #expect(try fixture.workList.instances([.isOneOf(.modality, ["SR"])], limit: 9).isEmpty)

        try fixture.workList.store(draft, for: claim)
        let stored = try fixture.workList.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT form || ' ' || sopInstanceUID FROM draftDocument
                    JOIN instance ON instance.id = draftDocument.instanceRow ORDER BY instance.id
                    """)
        }
        #expect(stored == ["basic-text-sr 1.1.9.1", "enhanced-sr 1.1.10.1", "encapsulated-pdf 1.1.11.1"])
    }

    @Test func `a claim after a late image knows the latest document of each form`() throws {
        let fixture = try Fixture()
        for (instance, forms) in [[ReportForm.basicTextSR, .enhancedSR], [.basicTextSR], [.basicTextSR]].enumerated() {
            try fixture.admit(instance: instance + 1)
            let settled = try #require(try fixture.workList.studiesToSettle().first)
            _ = try fixture.workList.settle(
                settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
            let claim = try #require(try fixture.workList.claim(by: 1))
            #expect(claim.workItem.revision == instance + 1)
            switch instance {
            case 0: #expect(claim.predecessors.isEmpty)
            case 1: #expect(claim.predecessors.count == 2)
            default:
                #expect(claim.predecessors[.enhancedSR]?.sopInstanceUID == "1.1.10.1")
                #expect(
                    claim.predecessors[.basicTextSR]
                        == InstanceReference(
                            studyInstanceUID: "1.1", seriesInstanceUID: "1.1.9",
                            sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.1.9.2"))
            }
            try fixture.workList.store(fixture.draft(of: claim, forms: forms), for: claim)
        }
    }

    @Test func `a draft of a study that got another image meanwhile is not stored`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.admit(instance: 2)
        #expect(throws: WorkItemError.self) { try fixture.workList.store(fixture.draft(of: claim), for: claim) }
        #expect(try fixture.item().state == .collecting)
        #expect(try fixture.workList.instances([.isOneOf(.modality, ["SR"])], limit: 9).isEmpty)
    }

    @Test func `a poison study fails after three attempts with its reason and the queue goes on`() throws {
        let fixture = try Fixture()
        try fixture.queue(study: 1)
        let event = WorkItemEvent.attemptFailed(reason: "signal 11", isPermanent: false)
        for attempt in 1...3 {
            let claim = try #require(try fixture.workList.claim(by: 5))
            #expect(claim.workItem.attempt == attempt)
            #expect(try fixture.workList.endClaims(with: event, notBefore: .now) == 1)
        }
        #expect(try fixture.workList.claim(by: 5) == nil)
        #expect(try fixture.item().state == .failed)
        #expect(try fixture.item().reason == "signal 11")
        try fixture.queue(study: 2)
        #expect(try fixture.workList.claim(by: 5)?.studyInstanceUID == "1.2")
    }

    @Test func `a retry waits for its time`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        let event = WorkItemEvent.attemptFailed(reason: "busy", isPermanent: false)
        try fixture.workList.end(claim, with: event, notBefore: .now + 60)
        #expect(try fixture.workList.claim(by: 1) == nil)
        #expect(try fixture.workList.claim(by: 1, at: .now + 61) != nil)
    }

    @Test func `start-up returns what was being drafted to the queue`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        _ = try fixture.workList.claim(by: 1)
        let again = try WorkListStore(stateDirectory: fixture.directory)
        let event = WorkItemEvent.attemptFailed(reason: "interrupted", isPermanent: false)
        #expect(try again.endClaims(with: event, notBefore: .now) == 1)
        #expect(try again.claim(by: 2)?.workItem.attempt == 2)
    }

    @Test func `the attention of a draft is stored with it and removed with its study`() throws {
        let fixture = try Fixture()
        try fixture.draftStudy(attention: Fixture.keptAttention)
        try fixture.draftStudy(2)
        let stored = try fixture.workList.read {
            try String.fetchAll($0, sql: "SELECT attention FROM draft WHERE attention IS NOT NULL")
        }
        #expect(try stored.map(DraftAttention.init(json:)) == [Fixture.keptAttention])
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM study WHERE studyInstanceUID = '1.1'") }
        #expect(try fixture.workList.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM draft") } == 1)
    }
}
