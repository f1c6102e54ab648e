import DICOMCore
import Delivery
import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReturnedReportsTests {
    private let fixture: Fixture
    private let workList: WorkListStore
    private let item: Int64

    init() throws {
        fixture = try Fixture()
        workList = fixture.workList
        try fixture.addUsers()
        item = try fixture.draftStudy()
    }

    private func returned(_ number: Int = 1) throws -> ReturnedReport {
        try fixture.admit(Fixture.signedReport(number: number))
        return try #require(try workList.claimReturnedReport(by: 7))
    }

    private func signs(_ text: SignedText = Fixture.unchanged, draft: String = "1.1.9.1") -> ReturnedReportOutcome {
        .signs(draft: draft, text: text, observer: "Poe^Ann", organization: "Hospital", verifiedAt: .now - 60)
    }

    @Test func `a signed report of a study with a draft is claimed once, with what it may sign`() throws {
        let report = try returned()
        #expect(report.path == "\(fixture.directory)/instances/1.1.77.1.dcm")
        #expect(report.studyInstanceUID == "1.1" && report.sopInstanceUID == "1.1.77.1")
        #expect(report.callingAETitle == "MODALITY1" && report.attempt == 1 && report.candidates == ["1.1.9.1"])
        #expect(try workList.claimReturnedReport(by: 8) == nil)
        #expect(try workList.oldestReviewClaim(of: 7) != nil)
        #expect(try workList.reviewableStudy(item).state == .drafted)
    }

    @Test func `nothing else that arrives is expected to sign a draft`() throws {
        var partial = Fixture.signedReport(number: 2)
        partial.completionFlag = "PARTIAL"
        var unverified = Fixture.signedReport(number: 3)
        unverified.verificationFlag = "UNVERIFIED"
        var keyObject = Fixture.signedReport(number: 4)
        keyObject.sopClassUID = SOPClass.keyObjectSelection.description
        for header in [partial, unverified, keyObject, Fixture.signedReport(study: 2)] { try fixture.admit(header) }
        #expect(try workList.claimReturnedReport(by: 7) == nil)
    }

    @Test func `the draft's own text, signed, accepts the draft and goes on to others`() throws {
        let report = try returned()
        try workList.resolve(report, as: signs(), deliveringTo: ["archive"])
        let study = try workList.reviewableStudy(item)
        #expect(study.state == .accepted)
        let review = try #require(study.reviews.first)
        #expect(review.verdict == .accepted && review.documentState == .returned && review.editDistance == 0)
        #expect(review.reviewer == Reviewer(login: "MODALITY1", name: "Poe^Ann", organization: "Hospital"))
        #expect(try workList.claimReviewDocuments(by: 7) == nil, "the signed report is the document")
        #expect(try workList.outboxListing(states: [.queued], limit: 9).map(\.sopInstanceUID) == ["1.1.77.1"])
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .reportReturned && act.actor == "MODALITY1" && act.detail["verdict"] == "accepted")
        #expect(throws: WorkItemError.self) { try workList.resolve(report, as: .unrelated) }
    }

    @Test func `a changed text is an edit, and wins over who has the study open`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        try workList.resolve(try returned(), as: signs(Fixture.edited))
        #expect(try workList.reviewableStudy(item).state == .edited)
        #expect(try workList.reviews(of: item).map(\.editDistance) == [7])
        #expect(try workList.acts(aboutStudy: "1.1").last?.detail["wasOpenBy"] == "mary")
        let refusal = try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") }
        #expect(refusal == .notReviewable(.edited))
    }

    @Test func `nobody opens or signs while a signed report waits to be read`() throws {
        let report = try returned()
        for attempt in 1...2 {
            #expect(try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") } == .reportIsRead)
            #expect(try fixture.refusal { _ = try workList.openReview(of: item, by: "mary", for: 9) } == .reportIsRead)
            if attempt == 1 { try workList.handBack(report, notBefore: .now) }
        }
        let again = try #require(try workList.claimReturnedReport(by: 7))
        try workList.resolve(again, as: .unrelated)
        #expect(try workList.sign(.accept, of: item, by: "mary").verdict == .accepted)
    }

    @Test func `one that is longer than a report is left alone`() throws {
        let long = SignedText(findings: [String(repeating: "A. ", count: 7000)], impression: [])
        try workList.resolve(try returned(), as: signs(long))
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviews(of: item).isEmpty)
    }

    @Test func `one that signs an earlier draft is recorded with that, and the study stays`() throws {
        try fixture.admit(instance: 2)
        try workList.resolve(try returned(), as: signs())
        #expect(try workList.reviewableStudy(item).state == .collecting)
        #expect(try workList.reviews(of: item).map(\.revision) == [1])
        try fixture.draftNext()
        try workList.resolve(try returned(2), as: signs())
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviews(of: item).map(\.revision) == [1, 1])
    }

    @Test func `one that comes after a verdict is recorded too, and one that names a signed report adds to it`() throws
    {
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary")
        try workList.resolve(try returned(1), as: signs())
        let more = SignedText(findings: ["More."], impression: [])
        let second = try returned(2)
        #expect(second.candidates == ["1.1.9.1", "1.1.77.1"])
        try workList.resolve(second, as: signs(more, draft: "1.1.77.1"))
        #expect(try workList.reviewableStudy(item).state == .rejected)
        #expect(try workList.reviews(of: item).map(\.verdict) == [.rejected, .accepted, .addended])
    }

    @Test func `an addendum to a returned report names it, in every form`() throws {
        try workList.resolve(try returned(), as: signs())
        _ = try workList.sign(.addend(Fixture.edited), of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(claim.predecessors.mapValues(\.sopInstanceUID) == [.basicTextSR: "1.1.77.1", .enhancedSR: "1.1.77.1"])
        #expect(claim.predecessors[.basicTextSR]?.sopClassUID == SOPClass.enhancedSR.description)
    }

    @Test func `one that signs no draft or cannot be read changes nothing`() throws {
        try workList.resolve(try returned(1), as: .unrelated)
        try workList.resolve(try returned(2), as: .unreadable(reason: "no content"))
        try workList.resolve(try returned(3), as: signs(draft: "9.9.9"))
        try workList.resolve(try returned(4), as: signs(SignedText(findings: [" "], impression: [])))
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviews(of: item).isEmpty)
        #expect(try workList.claimReturnedReport(by: 7) == nil)
    }

    @Test func `a report that the reporter dies of three times is left alone`() throws {
        let report = try returned()
        try workList.handBack(report, notBefore: .now)
        for attempt in 1...3 {
            #expect(try workList.claimReturnedReport(by: 7)?.attempt == attempt)
            let died = WorkItemEvent.attemptFailed(reason: "signal 11", isPermanent: false)
            try workList.endReviewClaims(with: died, notBefore: .now)
        }
        #expect(try workList.claimReturnedReport(by: 7) == nil)
    }

    @Test func `a draft that was not offered is edited by whatever is signed`() throws {
        let abstained = try fixture.draftStudy(2, report: Fixture.abstainedReport)
        try fixture.admit(Fixture.signedReport(study: 2))
        let report = try #require(try workList.claimReturnedReport(by: 7))
        try workList.resolve(report, as: signs(draft: "1.2.9.1"))
        #expect(try workList.reviewableStudy(abstained).state == .edited)
    }
}
