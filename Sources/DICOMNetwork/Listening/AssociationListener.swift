internal import CDCMTK
internal import Glibc
internal import Platform

/// Decides about associations and serves them. Called on the thread of each association.
package protocol AssociationAcceptor: Sendable {
    func decide(_ request: AssociationRequest) -> AssociationDecision

    /// Serves an association to its end.
    ///
    /// - Throws: what ended it other than a release; the association is then aborted.
    func serve(_ association: Association) throws(NetworkError)

    /// An association that never came to be: the peer's address, and why.
    func didNotOpen(peer: String, _ error: NetworkError)

    /// An association that was refused as a whole.
    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String)
}

/// Accepts TCP connections and gives each a thread of its own, so that no peer waits for another.
package final class AssociationListener: Sendable {
    /// Associations served at a time; one more is rejected as transient, and its peer tries again.
    package static let defaultAssociationLimit = 64
    /// Connections at a time, whether or not they open an association: peers that say nothing are kept for ten
    /// seconds, and must not take the place of those that do.
    private static let connectionLimit = 1024
    /// The largest PDU we take (PS3.8 D.1): as large as DCMTK can.
    static let maxPDU: UInt32 = 131_072
    /// How long a stop waits for messages under way, and then for the rest, in milliseconds.
    private static let grace = 1500
    private static let rest = 500

    /// The port, also where it was chosen by the system.
    package var port: UInt16 { socket.port }

    private let socket: ListeningSocket
    private let registry: AssociationRegistry
    private let acceptor: any AssociationAcceptor
    private let deadlines: Deadlines

    /// Binds and listens; connections wait until `serve` is called.
    package init(
        address: String, port: UInt16, acceptor: any AssociationAcceptor,
        associationLimit: Int = defaultAssociationLimit, deadlines: Deadlines = Deadlines()
    ) throws(NetworkError) {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        let socket = try ListeningSocket(address: address, port: port)
        self.socket = socket
        self.acceptor = acceptor
        self.deadlines = deadlines
        registry = AssociationRegistry(
            connectionLimit: AssociationListener.connectionLimit, associationLimit: associationLimit,
            onEnd: { socket.wake() })
    }

    /// Serves until `stop` is called: blocks its thread. Returns within two seconds of the stop, whatever peers do.
    package func serve() {
        while !registry.isStopping {
            socket.waitForConnection()
            while let accepted = socket.accept() {
                switch accepted {
                case .connection(let descriptor): start(descriptor)
                case .failed: continue
                case .retryLater: usleep(100_000)
                }
                if registry.isStopping { break }
            }
        }
        socket.refuseConnections()
        wait(milliseconds: AssociationListener.grace)
        registry.endAll()
        wait(milliseconds: AssociationListener.rest)
    }

    /// Ends `serve`. From any thread; returns at once.
    package func stop() {
        registry.beginStopping()
        socket.wake()
    }

    private func wait(milliseconds: Int) {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(milliseconds)
        while !registry.isEmpty, clock.now < end {
            let left = (end - clock.now) / .milliseconds(1)
            socket.waitForWake(milliseconds: max(1, Int(left)))
        }
    }

    private func start(_ descriptor: Int32) {
        guard let entry = registry.add(descriptor) else {
            close(descriptor)
            return
        }
        do {
            try OwnedThread.start(name: "association", stackSize: 512 << 10) { [self] in run(descriptor, entry) }
        } catch {
            let peer = SocketAddress(ofPeerOf: descriptor)?.description ?? "unknown"
            close(descriptor)
            acceptor.didNotOpen(peer: peer, .tooManyAssociations)
        }
    }

    /// The life of one connection.
    private func run(_ descriptor: Int32, _ entry: AssociationRegistry.Entry) {
        let address = SocketAddress(ofPeerOf: descriptor)
        let peer = address?.description ?? "unknown"
        var received: OpaquePointer?
        let outcome = cd_association_receive(descriptor, AssociationListener.maxPDU, deadlines.request, &received)
        guard outcome == .done, let handle = received else {
            report(outcome, peer: peer, entry)
            return
        }
        defer { cd_association_destroy(handle) }
        let opening = AssociationOpening(handle, peer: address, isSecure: false)
        func reject(_ rejection: Rejection, reason: String) {
            opening.reject(rejection, within: deadlines.message)
            acceptor.didReject(opening.request, rejection, reason: reason)
        }
        switch acceptor.decide(opening.request) {
        case .reject(let rejection, let reason): reject(rejection, reason: reason)
        case .accept(let policy, let share):
            if let reason = entry.becomeAssociation(of: share) {
                return reject(.localLimitExceeded, reason: reason)
            }
            do {
                let contexts = try opening.accept(policy, within: deadlines.message)
                let association = Association(
                    handle, request: opening.request, contexts: contexts, entry: entry, deadlines: deadlines)
                do { try acceptor.serve(association) } catch { association.abort(after: error) }
            } catch {
                acceptor.didNotOpen(peer: peer, error)
            }
        }
    }

    /// A peer that connects and leaves without a word is a port probe: nothing happened.
    private func report(_ outcome: cd_outcome, peer: String, _ entry: AssociationRegistry.Entry) {
        if outcome == .closed || entry.isStopping { return }
        let error: NetworkError =
            switch outcome {
            case .timedOut: .timedOut(while: .requesting)
            case .aborted: .aborted
            default: .protocolViolation(String(cString: cd_last_error()))
            }
        acceptor.didNotOpen(peer: peer, error)
    }
}
