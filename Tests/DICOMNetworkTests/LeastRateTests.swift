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
@Suite(.blocking, .timeLimit(.minutes(10)))
struct LeastRateTests {
    @Test func `a fragment may take longer than a peer may stand still`() throws {
        try onSlowLink { deadlines, link in
            let acceptor = RecordingAcceptor()
            let running = try RunningListener(acceptor, deadlines: deadlines)
            let peer = try TestPeer(port: running.port)
            _ = try peer.associate([radiograph])
            var command = TestPeer.request(.storeRequest, SOPClass.computedRadiographyImage, hasDataSet: true)
            command.setText(.affectedSOPInstanceUID, "1.2.3")
            try peer.sendFragment(command.encoded, context: 1, isCommand: true, isLast: true)
            let dataSet = [UInt8](repeating: 7, count: 2000 * link.steps)
            let header = (0..<4).reversed().map { UInt8(truncatingIfNeeded: (dataSet.count + 2) >> (8 * $0)) }
            let fragment = TestPeer.pdu(0x04, header + [1, 2] + dataSet)
            // 20 kB/s
            for start in stride(from: 0, to: fragment.count, by: 2000) {
                try peer.socket.send(Array(fragment[start..<min(start + 2000, fragment.count)]))
                link.pause()
            }
            return try peer.readMessage()?.command[.status] == 0
                && acceptor.events.contains(.received(field: .storeRequest, dataSet: dataSet))
        }
    }

    @Test func `a receiver on a slow link gets an object whose end it takes long to reach`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "large.dcm").path
        let identity = FileMetaInformation(
            sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: try #require(UID("1.2.3")),
            transferSyntax: .explicitVRLittleEndian)
        try Data(identity.encoded + [UInt8](repeating: 7, count: 16 << 20)).write(to: URL(filePath: path))
        try onSlowLink { deadlines, link in
            let sender = SendingAcceptor(
                try StoredDataSet(path: path, byteCount: identity.encoded.count + 16 << 20))
            let running = try RunningListener(sender, deadlines: deadlines)
            let peer = try TestPeer(port: running.port)
            _ = try peer.associate([radiograph])
            // 100 kB/s, then as fast as it goes.
            for _ in 0..<link.steps {
                _ = try peer.socket.receive(10_000)
                link.pause()
            }
            while let bytes = try? peer.socket.receive(1 << 16), !bytes.isEmpty {}
            _ = eventually { sender.outcome != nil }
            return sender.outcome == .sent
        }
    }

    /// Runs an exchange that takes half as long again as a peer may stand still. A machine that is so busy that the test
    /// itself stands still says nothing about the node; the exchange is then repeated with more time.
    ///
    /// - Parameter exchange: returns whether the message arrived.
    private func onSlowLink(_ exchange: (Deadlines, inout SlowLink) throws -> Bool) throws {
        for standstill in [Duration.seconds(4), .seconds(16), .seconds(64)] {
            var deadlines = Deadlines()
            deadlines.message = Int32(standstill / .milliseconds(1))
            var link = SlowLink(lasting: standstill * 1.5)
            let result = Result { try exchange(deadlines, &link) }
            if case .success(true) = result { return }
            guard link.longestPause > standstill / 2 else {
                #expect(try result.get(), "the longest pause was \(link.longestPause)")
                return
            }
        }
        Issue.record("this machine is too busy to send a fragment every 100 ms")
    }
}

/// Sends or receives in steps of 100 ms, and measures how long the test itself stood still between two of them.
private struct SlowLink {
    let steps: Int
    private(set) var longestPause = Duration.zero
    private var latest = ContinuousClock.now

    init(lasting time: Duration) { steps = Int(time / .milliseconds(100)) }

    mutating func pause() {
        usleep(100_000)
        let now = ContinuousClock.now
        longestPause = max(longestPause, now - latest)
        latest = now
    }
}

/// Sends one object to each peer that opens an association.
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
