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
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    private func returned(_ number: Int = 1) throws -> ReturnedReport {
        try fixture.admit(Fixture.signedReport(number: number))
        return try #require(try workList.claimReturnedReport(by: 7))
    }

    private func signs(_ text: SignedText = Fixture.unchanged, draft: String = "1.1.9.1") -> ReturnedReportOutcome {
        .signs(Fixture.statement(text, of: draft))
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
        #expect(try workList.resolve(report, as: signs(), deliveringTo: ["archive"]) == .signs)
        let study = try workList.reviewableStudy(item)
        #expect(study.state == .accepted)
        let review = try #require(study.reviews.first)
        #expect(review.verdict == .accepted && review.documentState == .returned && review.editDistance == 0)
        #expect(review.reviewer == Reviewer(login: "paul", name: "ROE^Paul", organization: "Elsewhere"))
        #expect(try workList.claimReviewDocuments(by: 7) == nil, "the signed report is the document")
        #expect(try workList.outboxListing(states: [.queued], limit: 9).map(\.sopInstanceUID) == ["1.1.77.1"])
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .reportReturned && act.actor == "MODALITY1" && act.detail["verdict"] == "accepted")
        #expect(act.detail["signer"] == "paul")
        #expect(throws: WorkItemError.self) { try workList.resolve(report, as: .unrelated) }
    }

    @Test func `a changed text is an edit, also of a study that its signer has open here`() throws {
        _ = try workList.openReview(of: item, by: "paul", for: 30)
        #expect(try workList.resolve(try returned(), as: signs(Fixture.edited)) == .signs)
        #expect(try workList.reviewableStudy(item).state == .edited)
        #expect(try workList.reviews(of: item).map(\.editDistance) == [7])
        let refusal = try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") }
        #expect(refusal == .notReviewable(.edited))
    }

    @Test func `nobody opens or signs while a signed report waits to be read`() throws {
        let report = try returned()
        for attempt in 1...2 {
            for refusal in [
                try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") },
                try fixture.refusal { _ = try workList.openReview(of: item, by: "mary", for: 9) },
            ] {
                guard case .reportIsRead = refusal else {
                    Issue.record("\(String(describing: refusal))")
                    continue
                }
            }
            if attempt == 1 { try workList.handBack(report, notBefore: .now) }
        }
        let again = try #require(try workList.claimReturnedReport(by: 7))
        #expect(try workList.resolve(again, as: .unrelated) == .unrelated)
        #expect(try workList.sign(.accept, of: item, by: "mary").verdict == .accepted)
    }

    @Test func `one that is longer than a report is left alone`() throws {
        let long = SignedText(findings: [String(repeating: "A. ", count: 7000)], impression: [])
        let resolution = try workList.resolve(try returned(), as: signs(long))
        #expect(resolution == .unreadable(reason: "its text is longer than a report may be"))
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviews(of: item).isEmpty)
    }

    @Test func `one that signs an earlier draft is recorded with that, and the study stays`() throws {
        try fixture.admit(instance: 2)
        #expect(try workList.resolve(try returned(), as: signs()) == .signs)
        #expect(try workList.reviewableStudy(item).state == .collecting)
        #expect(try workList.reviews(of: item).map(\.revision) == [1])
        try fixture.draftNext()
        #expect(try workList.resolve(try returned(2), as: signs()) == .setAside(.hasVerdict))
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviews(of: item).map(\.revision) == [1])
    }

    @Test func `one that names a signed report adds to it`() throws {
        #expect(try workList.resolve(try returned(1), as: signs()) == .signs)
        let more = SignedText(findings: ["More."], impression: [])
        let second = try returned(2)
        #expect(second.candidates == ["1.1.9.1", "1.1.77.1"])
        #expect(try workList.resolve(second, as: signs(more, draft: "1.1.77.1")) == .signs)
        #expect(try workList.reviewableStudy(item).state == .accepted)
        #expect(try workList.reviews(of: item).map(\.verdict) == [.accepted, .addended])
    }

    @Test func `an addendum to a returned report names it, in every form`() throws {
        #expect(try workList.resolve(try returned(), as: signs()) == .signs)
        _ = try workList.sign(.addend(Fixture.edited), of: item, by: "mary")
        let claim = try #require(try workList.claimReviewDocuments(by: 7))
        #expect(claim.predecessors.mapValues(\.sopInstanceUID) == [.basicTextSR: "1.1.77.1", .enhancedSR: "1.1.77.1"])
        #expect(claim.predecessors[.basicTextSR]?.sopClassUID == SOPClass.enhancedSR.description)
    }

    @Test func `one that signs no draft or cannot be read changes nothing`() throws {
        #expect(try workList.resolve(try returned(1), as: .unrelated) == .unrelated)
        let broken = ReturnedReportOutcome.unreadable(reason: "no content")
        #expect(try workList.resolve(try returned(2), as: broken) == .unreadable(reason: "no content"))
        #expect(try workList.resolve(try returned(3), as: signs(draft: "9.9.9")) == .unrelated)
        let empty = signs(SignedText(findings: [" "], impression: []))
        #expect(try workList.resolve(try returned(4), as: empty) == .unreadable(reason: "it has no text"))
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
        #expect(try workList.resolve(report, as: signs(draft: "1.2.9.1")) == .signs)
        #expect(try workList.reviewableStudy(abstained).state == .edited)
    }
}
