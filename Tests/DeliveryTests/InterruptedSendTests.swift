import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkList

@testable import Delivery

/// What a daemon leaves that dies between the archive's answer and its own note of it.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct InterruptedSendTests {
    private let fixture: DeliveryFixture

    init() throws {
        fixture = try DeliveryFixture()
        try fixture.produce(1...1)
    }

    /// Sends the report without settling its row, and then delivers as after a restart.
    private func sendTwice(to port: UInt16) async throws {
        let sent = try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 1)
        let requestor = AssociationRequestor(callingAETitle: try #require(AETitle("THORAXD")))
        let association = try requestor.open(
            to: DeliveryFixture.peer(on: port), proposing: StorageBatch.split(sent, object: \.instance)[0].proposals)
        var user = StorageUser(association)
        guard case .answered(.success) = try user.store(try #require(sent.first).instance) else {
            Issue.record("the first attempt did not succeed")
            return
        }
        try association.release()
        #expect(try fixture.states() == [.sending])

        try await fixture.deliver(to: [DeliveryFixture.peer(on: port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.delivered])
        #expect(try fixture.rows().first?.attempt == 2)
    }

    @Test func `storescp has one report and the row is delivered`() async throws {
        let kept = try TemporaryDirectory()
        let archive = try RunningTool.storescp(keeping: kept.url)
        try await sendTwice(to: archive.port)
        #expect(try FileManager.default.contentsOfDirectory(atPath: kept.url.path).count == 1)
    }

    @Test(.enabled(if: RunningOrthanc.isInstalled, "Orthanc is not installed"))
    func `Orthanc has one report and the row is delivered`() async throws {
        let archive = try RunningOrthanc()
        try await sendTwice(to: archive.port)
        #expect(try archive.instances() == ["1.2.9.1"])
    }
}
