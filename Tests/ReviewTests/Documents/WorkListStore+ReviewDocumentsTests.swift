import DICOMCore
import Delivery
import Foundation
import Query
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewDocumentsTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }

    init() throws { (fixture, item) = try Fixture.withDraftedStudy(forms: [.basicTextSR, .enhancedSR]) }

    /// A document of a verdict: series `1.1.40`, instances as they are numbered.
    private func document(
        _ number: Int, _ form: ReportForm = .basicTextSR, destinations: [String] = []
    ) -> WorkListStore.NewDocument {
        var header = InstanceHeader(
            sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.1.40.\(number)",
            studyInstanceUID: "1.1", seriesInstanceUID: "1.1.40", transferSyntaxUID: "1.2.840.10008.1.2")
        header.modality = "SR"
        return .init(
            form: form, header: header, path: "instances/signed-\(number).dcm", contents: Fixture.contents(),
            destinations: destinations)
    }

    private func state() throws -> [ReviewRecord.DocumentState] { try workList.reviews(of: item).map(\.documentState) }

    @Test func `a verdict is claimed with all its documents are made of, and by one reporter only`() throws {
        #expect(try workList.claimReviewDocuments(by: 7) == nil)
        let review = try workList.sign(.edit(Fixture.edited), of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(claim.review.id == review.id && claim.review.attempt == 1 && claim.review.claimant == 7)
        #expect(claim.review.text == Fixture.edited && claim.review.documentState == .writing)
        #expect(claim.studyInstanceUID == "1.1" && claim.revision == 1)
        #expect(claim.images.map(\.instance.sopInstanceUID) == ["1.1.1.1"])
        #expect(claim.draftReport == Fixture.report)
        #expect(claim.predecessors.mapValues(\.sopInstanceUID) == [.basicTextSR: "1.1.9.1", .enhancedSR: "1.1.10.1"])
        #expect(claim.draftDocuments.map(\.sopInstanceUID) == ["1.1.9.1", "1.1.10.1"])
        #expect(try workList.claimReviewDocuments(by: 8) == nil)
        #expect(try workList.oldestReviewClaim(of: 7) != nil)
    }

    @Test func `documents, outbox rows and the new state are stored together, once`() throws {
        _ = try workList.sign(.accept, of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        try workList.store([document(1, destinations: ["archive"]), document(2, .encapsulatedPDF)], for: claim)
        #expect(try state() == [.written])
        #expect(try workList.outboxListing(states: [.queued], limit: 9).map(\.sopInstanceUID) == ["1.1.40.1"])
        #expect(throws: WorkItemError.self) { try workList.store([document(3)], for: claim) }
        #expect(try workList.claimReviewDocuments(by: 7) == nil)
        #expect(try workList.instances([.isOneOf(.modality, ["SR"])], limit: 9).count == 4)
    }

    @Test func `a rejection that nobody wants to be sent is written without a document`() throws {
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(claim.review.reason == .quality && claim.draftDocuments.count == 2)
        try workList.store([], for: claim)
        #expect(try state() == [.written])
    }

    @Test func `three attempts are made, or one where another cannot do better, and it can be asked for again`() throws
    {
        _ = try workList.sign(.accept, of: item, by: "mary")
        for attempt in 1...3 {
            let claim = try #require(try workList.claimReviewDocuments(by: 7, at: .now + 60))
            #expect(claim.review.attempt == attempt)
            try workList.end(claim, reason: "disk", isPermanent: false, notBefore: .now + 30)
            #expect(try state() == [attempt == 3 ? .failed : .pending])
            #expect(try workList.claimReviewDocuments(by: 7) == nil, "it waits for its time")
        }
        #expect(try workList.latestReviews(limit: 1).first?.documentReason == "disk")
        #expect(try workList.retryReviewDocuments(of: item, by: "admin") == 1)
        #expect(try workList.retryReviewDocuments(of: item, by: "admin") == 0, "they are pending already")
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .documentsRetried && act.actor == "admin" && act.detail["reason"] == "disk")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        try workList.end(claim, reason: "no font", isPermanent: true, notBefore: .now)
        #expect(try state() == [.failed])
        #expect(try workList.reviewableStudy(item).state == .accepted, "the verdict holds all the same")
    }

    @Test func `a reporter that hands back uses no attempt, and one that dies uses one`() throws {
        _ = try workList.sign(.accept, of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        try workList.handBack(claim, notBefore: .now)
        #expect(throws: WorkItemError.self) { try workList.handBack(claim, notBefore: .now) }
        for attempt in 1...3 {
            #expect(try workList.claimReviewDocuments(by: 7)?.review.attempt == attempt)
            let died = WorkItemEvent.attemptFailed(reason: "signal 11", isPermanent: false)
            try workList.endReviewClaims(with: died, notBefore: .now)
        }
        #expect(try state() == [.failed])
        #expect(try workList.oldestReviewClaim(of: 7) == nil)
    }

    @Test func `an addendum waits for what it adds to, and names that`() throws {
        let text = SignedText(findings: ["More."], impression: [])
        _ = try workList.sign(.accept, of: item, by: "mary", at: .now - 10)
        _ = try workList.sign(.addend(text), of: item, by: "mary", at: .now - 20)
        let first = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(first.review.verdict == .accepted)
        #expect(try workList.claimReviewDocuments(by: 7) == nil)
        try workList.store([document(1), document(2, .enhancedSR)], for: first)
        let second = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(second.review.verdict == .addended && second.review.text == text)
        #expect(
            second.predecessors.mapValues(\.sopInstanceUID) == [.basicTextSR: "1.1.40.1", .enhancedSR: "1.1.40.2"])
        #expect(second.draftDocuments.count == 2)
    }
}
