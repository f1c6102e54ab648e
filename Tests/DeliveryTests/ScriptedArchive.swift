import DICOMCore
import DICOMNetwork
import Platform
import Synchronization

/// A storage node that does to each object what a test says.
final class ScriptedArchive: AssociationAcceptor {
    enum Act: Sendable {
        case answer(UInt16)
        /// Ends the association with an A-ABORT.
        case abort
        /// Closes the connection without a word.
        case vanish
        /// Never answers.
        case silence
    }

    private struct State {
        var received: [(uid: String, dataSet: [UInt8])] = []
        var associations = 0
        var released = 0
        var contexts: [[ProposedContext]] = []
    }

    private let state = Mutex(State())
    private let classes: [UID]
    private let rejection: Rejection?
    private let script: @Sendable (_ uid: String, _ time: Int) -> Act

    /// - Parameters:
    ///   - classes: what it accepts, in Implicit VR Little Endian.
    ///   - rejection: how it answers every association, where it accepts none.
    ///   - script: what to do with an object that comes for the so-manieth time, from 1.
    init(
        classes: [UID] = [SOPClass.basicTextSR], rejecting rejection: Rejection? = nil,
        _ script: @escaping @Sendable (_ uid: String, _ time: Int) -> Act = { _, _ in .answer(0) }
    ) {
        self.classes = classes
        self.rejection = rejection
        self.script = script
    }

    /// UIDs in the order they came.
    var received: [String] { state.withLock { $0.received.map(\.uid) } }
    var dataSets: [[UInt8]] { state.withLock { $0.received.map(\.dataSet) } }
    var associations: Int { state.withLock { $0.associations } }
    var released: Int { state.withLock { $0.released } }
    var contexts: [[ProposedContext]] { state.withLock { $0.contexts } }

    func decide(_ request: AssociationRequest) -> AssociationDecision {
        state.withLock {
            $0.associations += 1
            $0.contexts.append(request.contexts)
        }
        if let rejection { return .reject(rejection, reason: "as the test says") }
        let offer = NegotiationPolicy.Offer(transferSyntaxes: [.implicitVRLittleEndian])
        return .accept(
            NegotiationPolicy(Dictionary(uniqueKeysWithValues: classes.map { ($0, offer) })),
            AssociationShare(holder: request.callingAETitle, limit: 8))
    }

    func serve(_ association: Association) throws(NetworkError) {
        while let message = try association.receiveMessage() {
            var dataSet: [UInt8] = []
            try association.receiveDataSet(of: message) { dataSet += $0 }
            let uid = message.command.text(.affectedSOPInstanceUID) ?? ""
            let time = state.withLock { state in
                state.received.append((uid, dataSet))
                return state.received.count { $0.uid == uid }
            }
            switch script(uid, time) {
            case .answer(let status):
                try association.send(
                    CommandSet(respondingTo: message.command, status: DIMSEStatus(rawValue: status)),
                    in: message.context)
            case .abort: throw .protocolViolation("as the test says")
            case .vanish: throw .closed
            case .silence: _ = try association.receiveMessage()
            }
        }
        state.withLock { $0.released += 1 }
    }

    func didNotOpen(peer: String, _ error: NetworkError) {}
    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String) {}

    /// It, listening on 127.0.0.1 until the result goes.
    final class Running {
        private let listener: AssociationListener
        var port: UInt16 { listener.port }

        init(_ archive: ScriptedArchive, port: UInt16 = 0) throws {
            let listener = try AssociationListener(address: "127.0.0.1", port: port, acceptor: archive)
            self.listener = listener
            try OwnedThread.start(name: "archive") { listener.serve() }
        }

        deinit { listener.stop() }
    }
}
