import DICOMCore
import Delivery
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

/// A signed report decides a draft once, and only if its sender may sign and its signer is a user who may.
struct WhoMaySignTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    /// Sends a signed report and reads it.
    private func sendBack(
        _ number: Int = 1, from peer: SendingPeer? = Fixture.station,
        by observer: VerifyingObserver = VerifyingObserver(name: "ROE^Paul", organization: "Elsewhere")
    ) throws -> ReturnedReportResolution {
        try fixture.admit(Fixture.signedReport(number: number), from: peer)
        let maySign = peer?.maySign ?? false
        let report = try #require(try workList.claimReturnedReport(by: 7, ofSigners: maySign))
        return try workList.resolve(
            report, as: .signs(Fixture.statement(by: observer)), deliveringTo: ["archive"])
    }

    private func delivered() throws -> [String] {
        try workList.outboxListing(states: Set(OutboxState.allCases), limit: 99).map(\.sopInstanceUID)
    }

    @Test(arguments: [nil, SendingPeer(name: "modality", maySign: false)])
    func `a report from who may not sign is stored, decides nothing and blocks nobody`(peer: SendingPeer?) throws {
        try fixture.admit(Fixture.signedReport(), from: peer)
        #expect(try workList.claimReturnedReport(by: 7) == nil, "those who may sign come first")
        #expect(try workList.openReview(of: item, by: "mary", for: 30).login == "mary")
        let report = try #require(try workList.claimReturnedReport(by: 7, ofSigners: false))
        #expect(report.peer == peer?.name)
        let resolution = try workList.resolve(
            report, as: .signs(Fixture.statement()), deliveringTo: ["archive"])
        #expect(resolution == .setAside(.senderMayNotSign))
        let study = try workList.reviewableStudy(item)
        #expect(study.state == .inReview && study.reviews.isEmpty)
        #expect(study.returned.map(\.reason) == ["its sender has no permission to sign"])
        #expect(try workList.storedInstance("1.1.77.1") != nil)
        #expect(try delivered().isEmpty)
    }

    @Test func `three hundred reports are one verdict`() throws {
        var resolutions: [ReturnedReportResolution] = []
        for number in 1...300 { resolutions.append(try sendBack(number)) }
        #expect(resolutions[0] == .signs)
        #expect(resolutions.dropFirst().allSatisfy { $0 == .setAside(.hasVerdict) })
        #expect(try workList.reviews(of: item).count == 1)
        #expect(try delivered() == ["1.1.77.1"])
    }

    @Test func `a report that comes after a verdict of this desk decides nothing`() throws {
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary")
        #expect(try sendBack() == .setAside(.hasVerdict))
        #expect(try workList.reviews(of: item).map(\.verdict) == [.rejected])
        #expect(try delivered().isEmpty)
    }

    @Test func `the database refuses a second verdict on a draft`() throws {
        #expect(try sendBack() == .signs)
        let copy = """
            INSERT INTO review (workItemRow, draftRow, revision, verdict, login, name, organization, text, openedAt,
                signedAt, editDistance, notBefore)
            SELECT workItemRow, draftRow, revision, ?, login, name, organization, text, openedAt, signedAt, ?, notBefore
            FROM review LIMIT 1
            """
        let error = #expect(throws: WorkListError.self) {
            try workList.write { try $0.execute(sql: copy, arguments: ["edited", 1]) }
        }
        #expect("\(try #require(error))".contains("a draft has one verdict"))
        try workList.write { try $0.execute(sql: copy, arguments: ["addended", nil]) }
    }

    @Test(arguments: [
        VerifyingObserver(name: "Roe^Paula", organization: "Hospital"),
        VerifyingObserver(name: "Roe", organization: "Hospital"),
        // An administrator may not sign.
        VerifyingObserver(name: "Poe^Ann", organization: "Hospital"),
        VerifyingObserver(
            name: "Roe^Paul", organization: "Hospital", code: CodedConcept(value: "1", scheme: "L", meaning: "Roe")),
    ])
    func `a signer who is no user here must be confirmed, and nothing is passed on`(observer: VerifyingObserver) throws
    {
        guard case .waits = try sendBack(by: observer) else {
            Issue.record("it was recorded")
            return
        }
        let study = try workList.reviewableStudy(item)
        #expect(study.state == .drafted && study.reviews.isEmpty)
        #expect(study.returned.map(\.observer) == [observer.name] && study.returned[0].text == Fixture.unchanged)
        #expect(try delivered().isEmpty)
        #expect(try workList.waitingReportCount() == 1)
        #expect(try workList.sign(.accept, of: item, by: "mary").verdict == .accepted, "it blocks nobody")
    }

    @Test func `a disabled user and one of two who share a name are no signers`() throws {
        var change = UserChange()
        change.isDisabled = true
        try workList.change("paul", change, by: "root")
        guard case .waits = try sendBack(1) else {
            Issue.record("a disabled user signed")
            return
        }
        change.name = "Doe^Mary"
        change.isDisabled = false
        try workList.change("paul", change, by: "root")
        let both = VerifyingObserver(name: "Doe^Mary", organization: "Hospital")
        guard case .waits = try sendBack(2, by: both) else {
            Issue.record("it is not known which of the two signed")
            return
        }
    }

    @Test func `a code tells apart two of one name, and titles of a name do not count`() throws {
        let code = CodedConcept(value: "4711", scheme: "99HOSPITAL", meaning: "Roe")
        try workList.add(
            User(login: "other", name: "Roe^Paul", organization: "H", code: code, role: .reviewer), by: "root")
        let observer = VerifyingObserver(
            name: "roe^paul ^^Dr^MD=ロー^ポール", organization: "H",
            code: CodedConcept(value: "4711", scheme: "99HOSPITAL", meaning: "as it is written there"))
        #expect(try sendBack(by: observer) == .signs)
        #expect(try workList.reviews(of: item).map(\.reviewer.login) == ["other"])
    }

    @Test func `a study that another reviewer has open is not taken, and the report is read when it is released`()
        throws
    {
        let claim = try workList.openReview(of: item, by: "mary", for: 30)
        guard case .postponed(let until) = try sendBack() else {
            Issue.record("the study was taken")
            return
        }
        #expect(abs(until.timeIntervalSince(claim.expiresAt)) < 0.01)
        #expect(try workList.reviewableStudy(item).claim?.login == "mary")
        #expect(try workList.claimReturnedReport(by: 7) == nil)
        try workList.releaseReview(of: item, by: "mary")
        let again = try #require(try workList.claimReturnedReport(by: 7))
        #expect(again.attempt == 1, "waiting is no attempt")
        #expect(try workList.resolve(again, as: .signs(Fixture.statement())) == .signs)
    }

    @Test func `who has the study open signs while a report is unread, which then decides nothing`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        guard case .postponed = try sendBack() else {
            Issue.record("the study was taken")
            return
        }
        #expect(try workList.sign(.accept, of: item, by: "mary").verdict == .accepted)
        let later = Date.now + 3600
        let report = try #require(try workList.claimReturnedReport(by: 7, at: later))
        #expect(
            try workList.resolve(report, as: .signs(Fixture.statement()), at: later) == .setAside(.hasVerdict))
    }

    @Test func `an unread report blocks for five minutes from the first, whatever the clock does`() throws {
        let now = Date.now
        try fixture.admit(Fixture.signedReport(number: 1), at: now)
        try fixture.admit(Fixture.signedReport(number: 2), at: now + 200)
        func refusal(at time: Date) throws -> ReviewError? {
            try fixture.refusal {
                _ = try workList.openReview(of: item, by: "mary", for: 30, at: time)
                try workList.releaseReview(of: item, by: "mary", at: time)
            }
        }
        for seconds in [0.0, 299] {
            guard case .reportIsRead = try refusal(at: now + seconds) else {
                Issue.record("not blocked after \(seconds) s")
                continue
            }
        }
        #expect(try refusal(at: now + 300.1) == nil)
        #expect(try refusal(at: now - 3600) == nil)
    }
}
