import DICOMCore
import Delivery
import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

/// A person confirms or dismisses a signed report whose signer is not known here.
struct ConfirmationTests {
    private static let stranger = VerifyingObserver(
        name: "Moe^Max", organization: "City Clinic", code: CodedConcept(value: "7", scheme: "L", meaning: "Moe"))

    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    /// Sends a report that has to be confirmed; returns its id.
    @discardableResult private func sendBack(_ number: Int = 1) throws -> Int64 {
        try fixture.admit(Fixture.signedReport(number: number))
        let report = try #require(try workList.claimReturnedReport(by: 7))
        _ = try workList.resolve(report, as: .signs(Fixture.statement(Fixture.edited, by: Self.stranger)))
        return report.id
    }

    private func confirm(_ report: Int64? = nil, by login: String = "mary") throws -> ReviewRecord {
        try workList.confirmReturnedReport(report, of: item, by: login) { sender in
            #expect(sender == "MODALITY1")
            return ["archive"]
        }
    }

    @Test func `a confirmed report is the verdict of its signer, and goes on to others`() throws {
        try sendBack()
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        let review = try confirm()
        #expect(review.verdict == .edited && review.documentState == .returned)
        #expect(review.reviewer == Self.stranger.reviewer(as: "MODALITY1"))
        #expect(try workList.reviewableStudy(item).state == .edited)
        #expect(try workList.outboxListing(states: [.queued], limit: 9).map(\.sopInstanceUID) == ["1.1.77.1"])
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .reportConfirmed && act.actor == "mary" && act.detail["sender"] == "MODALITY1")
        #expect(try fixture.refusal { _ = try confirm() } == .nothingToConfirm)
    }

    @Test func `a dismissed report decides nothing and stays`() throws {
        try sendBack()
        try workList.dismissReturnedReport(nil, of: item, by: "mary")
        let study = try workList.reviewableStudy(item)
        #expect(study.state == .drafted && study.returned.map(\.reason) == ["dismissed by mary"])
        #expect(try workList.acts(aboutStudy: "1.1").last?.kind == .reportDismissed)
        #expect(try workList.waitingReportCount() == 0)
        #expect(try workList.keptReports(limit: 9).map(\.state) == [.setAside])
    }

    @Test func `of several the one that is named counts, and the others decide nothing`() throws {
        let ids = try [sendBack(1), sendBack(2)]
        #expect(try fixture.refusal { _ = try confirm() } == .severalToConfirm(ids))
        #expect(try fixture.refusal { _ = try confirm(99) } == .nothingToConfirm)
        #expect(try confirm(ids[1]).verdict == .edited)
        #expect(try workList.waitingReportCount() == 0)
        #expect(try fixture.refusal { _ = try confirm() } == .nothingToConfirm)
        #expect(try workList.reviewableStudy(item).returned.map(\.reason) == ["the draft had a verdict already"])
    }

    @Test func `a report that waits is set aside once its draft is signed here`() throws {
        try sendBack()
        _ = try workList.sign(.accept, of: item, by: "mary")
        #expect(try workList.waitingReportCount() == 0)
        #expect(try workList.reviewableStudy(item).returned.map(\.reason) == ["the draft had a verdict already"])
    }

    @Test func `only a reviewer confirms, and not while another has the study open`() throws {
        try sendBack()
        for login in ["admin", "nobody"] {
            #expect(try fixture.refusal { _ = try confirm(by: login) } != nil)
            #expect(
                try fixture.refusal { try workList.dismissReturnedReport(nil, of: item, by: login) } != nil)
        }
        _ = try workList.openReview(of: item, by: "paul", for: 30)
        guard case .held = try fixture.refusal({ _ = try confirm() }) else {
            Issue.record("it was confirmed")
            return
        }
        #expect(try workList.reviews(of: item).isEmpty)
    }

    @Test func `a report of a peer that might not sign is read once the peer may and sends it again`() throws {
        let header = Fixture.signedReport(number: 1)
        let stranger = SendingPeer(name: "station", maySign: false)
        try fixture.admit(header, from: stranger)
        let refused = try #require(try workList.claimReturnedReport(by: 7, ofSigners: false))
        let statement = Fixture.statement(Fixture.edited, by: Self.stranger)
        #expect(try workList.resolve(refused, as: .signs(statement)) == .setAside(.senderMayNotSign))
        func again(_ peer: SendingPeer?) throws {
            try workList.admitAgain(header, from: peer, rules: [ReturnedReportRule()])
        }
        for peer in [stranger, nil] { try again(peer) }
        #expect(try workList.claimReturnedReport(by: 7) == nil)
        try again(Fixture.station)
        let report = try #require(try workList.claimReturnedReport(by: 7))
        #expect(report.id == refused.id && report.maySign)
        guard case .waits = try workList.resolve(report, as: .signs(statement)) else {
            Issue.record("it does not wait")
            return
        }
        // One that was dismissed or decided is not read again.
        try workList.dismissReturnedReport(nil, of: item, by: "mary")
        try again(Fixture.station)
        #expect(try workList.claimReturnedReport(by: 7) == nil)
    }

    @Test func `a report that cannot be read now holds up none behind it`() throws {
        for number in 1...3 { try fixture.admit(Fixture.signedReport(number: number)) }
        let first = try #require(try workList.claimReturnedReport(by: 7))
        try workList.handBack(first, notBefore: .now + 60)
        var others: Set<Int64> = []
        while let next = try workList.claimReturnedReport(by: 7) {
            others.insert(next.id)
            _ = try workList.resolve(next, as: .unrelated)
        }
        #expect(others.count == 2 && !others.contains(first.id))
        #expect(try workList.claimReturnedReport(by: 7, at: .now + 61)?.id == first.id)
    }
}
