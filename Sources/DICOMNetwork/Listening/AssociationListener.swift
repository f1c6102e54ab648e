internal import CDCMTK
internal import Glibc
package import Platform

/// Decides on association requests and serves the associations. Called on each association's own thread.
package protocol AssociationAcceptor: Sendable {
    func decide(_ request: AssociationRequest) -> AssociationDecision

    /// Serves an association to its end.
    ///
    /// - Throws: what ended it, unless it was released; the association is then aborted.
    func serve(_ association: Association) throws(NetworkError)

    /// Reports a connection that failed to open an association: the peer's numeric address, and why.
    func didNotOpen(address: String, _ error: NetworkError)

    /// Reports a rejected association.
    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String)
}

/// Address and security of a listener.
package struct Endpoint: Sendable {
    /// A numeric IPv4 or IPv6 address; `::` means every interface.
    package let address: String
    /// 0 lets the system choose.
    package let port: UInt16
    /// `nil` for connections without TLS.
    package let security: TLSContext?

    package init(address: String, port: UInt16, security: TLSContext? = nil) {
        self.address = address
        self.port = port
        self.security = security
    }
}

/// Accepts TCP connections and serves each on its own thread, so that no peer waits for another.
package final class AssociationListener: Sendable {
    /// Limit on simultaneous associations; further ones are rejected as transient, so that their peers retry.
    package static let defaultAssociationLimit = 64
    /// Limit on simultaneous connections, with or without an association: silent peers stay connected for ten seconds
    /// and must not block the others.
    private static let connectionLimit = 1024
    /// The largest PDU that we state to accept (PS3.8 D.1): DCMTK's maximum less what a device may exceed it by.
    package static let maxPDU: UInt32 = 130_048
    /// How long a look for connections takes where none comes.
    private static let round = Duration.seconds(60)
    /// How long a stop waits for messages under way, and then for the rest.
    private static let grace = Duration.milliseconds(1500)
    private static let rest = Duration.milliseconds(500)

    /// The listening ports, including those that the system chose.
    package var ports: [UInt16] { sockets.map(\.port) }

    /// Heartbeat of the accept loop.
    package let heartbeat = Heartbeat("listener")

    private let sockets: [ListeningSocket]
    private let endpoints: [Endpoint]
    private let wake: HintPipe
    private let registry: AssociationRegistry
    private let threads = AssociationThreads()
    private let acceptor: any AssociationAcceptor
    private let deadlines: Deadlines

    /// Binds and listens; connections are queued until `serve` is called.
    package init(
        _ endpoints: [Endpoint], acceptor: any AssociationAcceptor,
        associationLimit: Int = defaultAssociationLimit, deadlines: Deadlines = Deadlines()
    ) throws(NetworkError) {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        var sockets: [ListeningSocket] = []
        for endpoint in endpoints {
            sockets.append(try ListeningSocket(address: endpoint.address, port: endpoint.port))
        }
        let wake: HintPipe
        // The process has no descriptor left.
        do { wake = try HintPipe() } catch { throw .address("a pipe", errno: EMFILE) }
        self.sockets = sockets
        self.endpoints = endpoints
        self.wake = wake
        self.acceptor = acceptor
        self.deadlines = deadlines
        registry = AssociationRegistry(
            connectionLimit: AssociationListener.connectionLimit, associationLimit: associationLimit,
            onEnd: { wake.give() })
    }

    /// Serves until `stop` is called, and blocks its thread. Returns within two seconds of the stop, whatever peers do.
    package func serve() {
        while !registry.isStopping {
            heartbeat.beat(restingFor: AssociationListener.round)
            wake.wait(orFor: sockets.map(\.descriptor), upTo: AssociationListener.round)
            heartbeat.beat()
            for (socket, endpoint) in zip(sockets, endpoints) { accept(from: socket, endpoint.security) }
        }
        sockets.forEach { $0.refuseConnections() }
        wait(upTo: AssociationListener.grace)
        registry.endAll()
        wait(upTo: AssociationListener.rest)
        threads.end()
    }

    /// Accepts pending connections, but only so many at a time that other ports are not delayed.
    private func accept(from socket: ListeningSocket, _ security: TLSContext?) {
        for _ in 0..<64 where !registry.isStopping {
            switch socket.accept() {
            case nil: return
            case .connection(let descriptor)?: start(descriptor, security)
            case .failed?: continue
            case .retryLater?: wake.wait(upTo: .milliseconds(100))
            }
        }
    }

    /// Ends `serve`, from any thread; returns at once.
    package func stop() {
        registry.beginStopping()
        wake.give()
    }

    private func wait(upTo duration: Duration) {
        let end = ContinuousClock.now + duration
        while !registry.isEmpty, ContinuousClock.now < end { wake.wait(upTo: end - ContinuousClock.now) }
    }

    private func start(_ descriptor: Int32, _ security: TLSContext?) {
        guard let entry = registry.add(descriptor) else {
            close(descriptor)
            return
        }
        do {
            try threads.run { [self] in
                run(descriptor, entry, security)
            }
        } catch {
            let peer = SocketAddress(ofPeerOf: descriptor)?.host ?? "unknown"
            close(descriptor)
            acceptor.didNotOpen(address: peer, .tooManyAssociations)
        }
    }

    /// Serves one connection from start to end.
    private func run(_ descriptor: Int32, _ entry: AssociationRegistry.Entry, _ security: TLSContext?) {
        let address = SocketAddress(ofPeerOf: descriptor)
        var received: OpaquePointer?
        let credentials = security?.current()
        let outcome = withExtendedLifetime(credentials) {
            cd_association_receive(
                descriptor, AssociationListener.maxPDU, credentials?.handle, deadlines.request, &received)
        }
        guard outcome == .done, let handle = received else {
            report(outcome, peer: address, entry)
            return
        }
        defer { cd_association_destroy(handle) }
        let opening = AssociationOpening(handle, peer: address, isSecure: security != nil)
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
                acceptor.didNotOpen(address: opening.request.address, error)
            }
        }
    }

    /// Reports a connection's failure, except for a peer that connects and closes without sending anything: a port
    /// probe.
    private func report(_ outcome: cd_outcome, peer: SocketAddress?, _ entry: AssociationRegistry.Entry) {
        if outcome == .closed || entry.isStopping { return }
        let error: NetworkError =
            switch outcome {
            case .timedOut: .timedOut(while: .requesting)
            case .aborted: .aborted
            case .insecure: .tls(String(cString: cd_last_error()))
            default: .protocolViolation(String(cString: cd_last_error()))
            }
        acceptor.didNotOpen(address: peer?.host ?? "unknown", error)
    }
}
