import DICOMCore
import DICOMObject
import DICOMTestPeer
import Foundation
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

@Suite(.blocking) struct ReturnedReportReadingTests {
    private static let routes: [ReporterConfiguration.Route] = [
        .init(destination: "archive", aeTitle: "ARCHIVE", forms: [.basicTextSR]),
        .init(destination: "measurements", aeTitle: "AIR", forms: [.comprehensive3DSR, .rejectionNote]),
        .init(destination: "second", aeTitle: "SECOND", forms: [.encapsulatedPDF, .enhancedSR]),
        .init(destination: "workstation", aeTitle: "WORKSTATION", forms: [.basicTextSR]),
    ]
    private let reading = ReturnedReportReading(routes: Self.routes, decoders: StudyFixture.decoders())

    /// Sends back what a workstation makes of the draft, and reads it.
    private func outcome(
        _ fixture: StudyFixture, as uid: String = "1.2.3.99", following predecessor: String? = nil,
        changing changes: [String: String] = [:]
    ) throws -> (returned: ReturnedReport, outcome: ReturnedReportOutcome) {
        let path = "\(fixture.directory)/\(uid).dcm"
        try Workstation.sign(
            try fixture.draft().path, as: uid, to: path, following: predecessor, changing: changes)
        try fixture.receive(file: path)
        let returned = try #require(try fixture.workList.claimReturnedReport(by: 1))
        return (returned, try reading.outcome(of: returned))
    }

    @Test func `a draft that comes back signed as it was is accepted, without what the machine says of itself`() throws
    {
        let fixture = try StudyFixture()
        let item = try fixture.draftStudy()
        let (returned, outcome) = try outcome(fixture)
        guard case .signs(let statement) = outcome, let observer = statement.observers.first,
            let verifiedAt = observer.verifiedAt
        else {
            Issue.record("\(outcome)")
            return
        }
        #expect(statement.predecessor == (try fixture.draft().sopInstanceUID))
        #expect(statement.observers.count == 1 && observer.name == "Roe^Jane")
        #expect(observer.organization == "City Clinic" && observer.code == nil)
        let parts = Calendar.current.dateComponents([.day, .hour, .minute], from: verifiedAt)
        #expect(parts.day == 23 && parts.hour == 7 && parts.minute == 15)
        let unchanged = try #require(try fixture.workList.reviewableStudy(item).draft).unchanged
        #expect(statement.text == unchanged)
        #expect(try fixture.workList.resolve(returned, as: outcome) == .signs)
        #expect(try fixture.workList.countsByState() == [.accepted: 1])
    }

    @Test func `a draft that comes back changed is edited`() throws {
        let fixture = try StudyFixture()
        _ = try fixture.draftStudy()
        let (returned, outcome) = try outcome(fixture, changing: ["The": "In my view the"])
        #expect(try fixture.workList.resolve(returned, as: outcome) == .signs)
        #expect(try fixture.workList.countsByState() == [.edited: 1])
    }

    @Test func `a report that follows another document does not sign a draft`() throws {
        let fixture = try StudyFixture()
        _ = try fixture.draftStudy()
        let (returned, outcome) = try outcome(fixture, following: "1.2.3.98")
        #expect(outcome == .unrelated)
        #expect(try fixture.workList.resolve(returned, as: outcome) == .unrelated)
        #expect(try fixture.workList.countsByState() == [.drafted: 1])
    }

    @Test func `a report that does not say who verified it cannot be used`() throws {
        let fixture = try StudyFixture()
        _ = try fixture.draftStudy()
        let path = "\(fixture.directory)/unsigned.dcm"
        try Workstation.sign(try fixture.draft().path, as: "1.2.3.97", to: path)
        let modified = try run("/usr/bin/dcmodify", ["-nb", "-ea", "(0040,a073)", path])
        #expect(modified.status == 0, "\(modified.output)")
        try fixture.receive(file: path)
        let returned = try #require(try fixture.workList.claimReturnedReport(by: 1))
        #expect(try reading.outcome(of: returned) == .unreadable(reason: "it names no verifying observer"))
    }

    @Test func `a report that is cut short is unreadable`() throws {
        let fixture = try StudyFixture()
        _ = try fixture.draftStudy()
        let path = "\(fixture.directory)/cut.dcm"
        try Workstation.sign(try fixture.draft().path, as: "1.2.3.96", to: path)
        try fixture.receive(file: path)
        let returned = try #require(try fixture.workList.claimReturnedReport(by: 1))
        let bytes = try Data(contentsOf: URL(filePath: returned.path))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: returned.path))
        guard case .unreadable = try reading.outcome(of: returned) else {
            Issue.record("it was read")
            return
        }
    }

    @Test func `it goes on to who gets signed reports, and not back to its sender`() throws {
        let fixture = try StudyFixture()
        _ = try fixture.draftStudy()
        #expect(reading.destinations(of: try outcome(fixture).returned) == ["archive", "second"])
    }
}
