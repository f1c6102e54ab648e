import DICOMCore
import DICOMTestPeer
import Foundation
import Glibc
import Platform
import Synchronization
import TestHarness
import Testing

@testable import DICOMNetwork

private let radiograph = TestPeer.Proposal(1, SOPClass.computedRadiographyImage, [.explicitVRLittleEndian])

/// A message goes on as long as its peer keeps to the least rate, however long it takes in all.
@Suite(.timeLimit(.minutes(10)))
struct LeastRateTests {
    @Test func `a fragment may take longer than a peer may stand still`() async throws {
        var deadlines = Deadlines()
        deadlines.message = 4000
        let acceptor = RecordingAcceptor()
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        var command = TestPeer.request(.storeRequest, SOPClass.computedRadiographyImage, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, "1.2.3")
        try peer.sendFragment(command.encoded, context: 1, isCommand: true, isLast: true)
        let length = 120_002
        let header = (0..<4).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        let fragment = TestPeer.pdu(0x04, header + [1, 2] + [UInt8](repeating: 7, count: 120_000))
        // 20 kB/s for six seconds.
        for start in stride(from: 0, to: fragment.count, by: 2000) {
            try peer.socket.send(Array(fragment[start..<min(start + 2000, fragment.count)]))
            usleep(100_000)
        }
        #expect(try peer.readMessage()?.command[.status] == 0)
        #expect(
            acceptor.events.contains {
                if case .received(_, let dataSet) = $0 { dataSet.count == 120_000 } else { false }
            })
    }

    @Test func `a receiver on a slow link gets an object whose end it takes long to reach`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "large.dcm").path
        let identity = FileMetaInformation(
            sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: try #require(UID("1.2.3")),
            transferSyntax: .explicitVRLittleEndian)
        try Data(identity.encoded + [UInt8](repeating: 7, count: 8 << 20)).write(to: URL(filePath: path))
        let dataSet = try StoredDataSet(path: path, byteCount: identity.encoded.count + 8 << 20)
        var deadlines = Deadlines()
        deadlines.message = 5000
        let sender = SendingAcceptor(dataSet)
        let running = try RunningListener(sender, deadlines: deadlines)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        // 100 kB/s for nine seconds, then as fast as it goes.
        for _ in 0..<90 {
            _ = try peer.socket.receive(10_000)
            usleep(100_000)
        }
        while let bytes = try? peer.socket.receive(1 << 16), !bytes.isEmpty {}
        try await waitUntil { sender.outcome != nil }
        #expect(sender.outcome == .sent)
    }
}

/// Sends one object to whoever opens an association.
private final class SendingAcceptor: AssociationAcceptor {
    enum Outcome: Equatable { case sent, failed(NetworkError) }

    private let recorded = Mutex<Outcome?>(nil)
    private nonisolated(unsafe) let dataSet: StoredDataSet

    var outcome: Outcome? { recorded.withLock { $0 } }

    init(_ dataSet: StoredDataSet) { self.dataSet = dataSet }

    func decide(_ request: AssociationRequest) -> AssociationDecision {
        .accept(
            NegotiationPolicy([SOPClass.computedRadiographyImage: .init(transferSyntaxes: TransferSyntax.all)]),
            AssociationShare(holder: "one", limit: 1))
    }

    func serve(_ association: Association) throws(NetworkError) {
        guard let context = association.contexts[1] else { return }
        do {
            let command = TestPeer.request(.storeRequest, SOPClass.computedRadiographyImage, hasDataSet: true)
            try association.send(command, in: context, dataSet: dataSet)
            recorded.withLock { $0 = .sent }
        } catch {
            recorded.withLock { $0 = .failed(error) }
            throw error
        }
    }

    func didNotOpen(address: String, _ error: NetworkError) {}
    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String) {}
}
