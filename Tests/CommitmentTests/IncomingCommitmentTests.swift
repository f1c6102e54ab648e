import DICOMCore
import Foundation
import GRDB
import Logging
import Testing
import WorkListFixture

@testable import Commitment
@testable import WorkList
@testable import WorkListDatabase

struct IncomingCommitmentTests {
    private let fixture: Fixture
    private let title: AETitle
    private let request: CommitmentInformation

    init() throws {
        fixture = try Fixture()
        try fixture.admit()
        title = try #require(AETitle("THORAXD"))
        request = CommitmentInformation(
            transactionUID: try #require(UID("1.9")),
            references: [.init(sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.1.1.1")])
    }

    private func accept() throws -> WorkListStore.CommitmentAcceptance {
        try fixture.workList.acceptCommitment(request, from: "modality", calledAETitle: title)
    }

    private func claim() throws -> CommitmentTransaction? { try fixture.workList.claimCommitment(of: "modality") }

    @Test func `a request is claimed only once, and by what its peer waits for`() throws {
        _ = try accept()
        #expect(try fixture.workList.claimCommitment(of: "other") == nil)
        #expect(try claim()?.attempt == 1)
        #expect(try claim() == nil)
    }

    @Test func `a report that fails is tried ten times, and then given up with its reason`() throws {
        _ = try accept()
        for attempt in 1...CommitmentTransaction.State.maximumAttempts {
            let claimed = try #require(try claim())
            #expect(claimed.attempt == attempt)
            let state = try fixture.workList.settle(claimed, as: .refused(reason: "down", notBefore: .distantPast))
            #expect(state == (attempt == CommitmentTransaction.State.maximumAttempts ? .failed : .waiting))
        }
        #expect(try fixture.workList.commitments(limit: 1).first?.reason == "down")
        #expect(try claim() == nil)
        // Asked again, it starts over.
        _ = try accept()
        #expect(try claim()?.attempt == 1)
    }

    @Test func `what a daemon that is gone was reporting is reported again`() throws {
        _ = try accept()
        let lost = try #require(try claim())
        #expect(try fixture.workList.returnCommitmentClaims() == 1)
        let again = try #require(try claim())
        #expect(again.attempt == 2)
        // The late answer of the first attempt changes nothing.
        #expect(try fixture.workList.settle(lost, as: .taken) == .reporting)
        #expect(try fixture.workList.settle(again, as: .taken) == .reported)
    }

    @Test func `a peer has so many requests in line and no more`() throws {
        for number in 1...WorkListStore.commitmentLimit + 1 {
            let information = CommitmentInformation(
                transactionUID: try #require(UID("1.10.\(number)")), references: request.references)
            let acceptance = try fixture.workList.acceptCommitment(
                information, from: "modality", calledAETitle: title)
            #expect((acceptance == .tooMany) == (number > WorkListStore.commitmentLimit))
        }
        #expect(try fixture.workList.acceptCommitment(request, from: "other", calledAETitle: title) != .tooMany)
    }

    @Test func `no transaction gives up more than 200 requests of a peer that is gone`() throws {
        for number in 1...450 {
            let information = CommitmentInformation(
                transactionUID: try #require(UID("1.10.\(number)")), references: request.references)
            _ = try fixture.workList.acceptCommitment(information, from: "modality", calledAETitle: title)
        }
        let largest = LargestTransaction { if case .update("commitment", _) = $0 { true } else { false } }
        fixture.workList.pool.add(transactionObserver: largest, extent: .observerLifetime)
        let given = try fixture.workList.failCommitments(.incoming, forOthersThan: [], reason: "gone")
        #expect(given == ["modality": 450])
        #expect(largest.count == 200)
    }

    @Test func `a file that is gone is an incident of its study until a check of all files finds none`() throws {
        _ = try accept()
        let claimed = try #require(try claim())
        // The fixture writes no files.
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        _ = try CommitmentVerification(workList: fixture.workList, logger: logger).report(of: claimed)
        let open = try fixture.workList.openIncidents(limit: 9, at: .now + 864_000)
        #expect(open.map(\.studyInstanceUID) == ["1.1"] && open.allSatisfy(\.isLasting), "\(open)")
        try fixture.workList.closeIncidents(.files)
        #expect(try fixture.workList.openIncidents(limit: 9).isEmpty)
    }

    @Test func `what was promised is not deleted`() throws {
        _ = try accept()
        let claimed = try #require(try claim())
        _ = try fixture.workList.setResults([(request.references[0], 0)], of: claimed)
        #expect(throws: WorkListError.self) {
            try fixture.workList.write { try $0.execute(sql: "DELETE FROM instance") }
        }
        _ = try fixture.workList.setResults([(request.references[0], 0x0110)], of: claimed)
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM instance") }
    }

    @Test func `an object that retention removes between verification and promise is not promised`() throws {
        _ = try accept()
        let claimed = try #require(try claim())
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM study") }
        let reported = try fixture.workList.setResults([(request.references[0], 0)], of: claimed)
        #expect(reported.map(\.result) == [0x0112])
        #expect(try fixture.workList.references(of: claimed).map(\.result) == [0x0112])
    }
}
