import DICOMCore
import DICOMNetwork
import Platform
import Synchronization
import TestHarness

/// Accepts what its policy offers, answers every request with success and records what happens.
final class RecordingAcceptor: AssociationAcceptor {
    enum Event: Equatable {
        case opened(calling: String)
        case received(field: CommandSet.Field?, dataSet: [UInt8])
        case released
        case ended(NetworkError)
        case didNotOpen(NetworkError)
        case rejected(Rejection)
    }

    private let recorded = Mutex<[Event]>([])
    private let policy: NegotiationPolicy

    var events: [Event] { recorded.withLock { $0 } }

    init(
        offers: [UID: NegotiationPolicy.Offer] = [
            SOPClass.verification: .init(transferSyntaxes: [.implicitVRLittleEndian]),
            SOPClass.computedRadiographyImage: .init(transferSyntaxes: TransferSyntax.all),
        ]
    ) {
        policy = NegotiationPolicy(offers)
    }

    private func record(_ event: Event) { recorded.withLock { $0.append(event) } }

    func decide(_ request: AssociationRequest) -> AssociationDecision {
        request.calledAETitle == "THORAXD"
            ? .accept(policy, AssociationShare(holder: request.callingAETitle, limit: 4))
            : .reject(.calledAETitleNotRecognized, reason: "wrong called AE title")
    }

    func serve(_ association: Association) throws(NetworkError) {
        record(.opened(calling: association.request.callingAETitle))
        do {
            while let message = try association.receiveMessage() {
                var dataSet: [UInt8] = []
                if message.command.hasDataSet {
                    try association.receiveDataSet(of: message) { dataSet += $0 }
                }
                record(.received(field: message.command.field, dataSet: dataSet))
                try association.send(
                    CommandSet(respondingTo: message.command, status: .success), in: message.context)
            }
            record(.released)
        } catch {
            record(.ended(error))
            throw error
        }
    }

    func didNotOpen(address: String, _ error: NetworkError) { record(.didNotOpen(error)) }
    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String) {
        record(.rejected(rejection))
    }

    /// Waits until a recorded event satisfies the condition.
    func waitFor(_ condition: (Event) -> Bool) async throws -> Event {
        try await eventualValue { events.first(where: condition) }
    }
}

/// A listener that serves on its own thread until it is released.
final class RunningListener {
    let listener: AssociationListener
    private let hasEnded = Gate()

    init(
        _ acceptor: any AssociationAcceptor, address: String = "127.0.0.1", security: TLSContext? = nil,
        associationLimit: Int = 8, deadlines: Deadlines = Deadlines(),
        silent: SilentConnections<Int> = AssociationListener.defaultSilentConnections
    ) throws {
        let listener = try AssociationListener(
            [Endpoint(address: address, port: 0, security: security)], acceptor: acceptor,
            associationLimit: associationLimit, deadlines: deadlines, silent: silent)
        self.listener = listener
        try OwnedThread.start(name: "listener") { [hasEnded] in
            listener.serve()
            hasEnded.open()
        }
    }

    deinit { listener.stop() }

    var port: UInt16 { listener.ports[0] }

    /// Stops, and waits until `serve` has returned.
    func stop() async throws {
        listener.stop()
        try await waitUntil { hasEnded.isOpen }
    }

    private final class Gate: Sendable {
        private let state = Atomic(false)
        var isOpen: Bool { state.load(ordering: .acquiring) }
        func open() { state.store(true, ordering: .releasing) }
    }
}
