internal import CDCMTK
internal import Glibc
package import Platform
internal import Synchronization

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
    /// Limit on simultaneous connections, with or without an association. Silent ones and associations have limits of their
    /// own below it; the rest is for connections that are ending.
    private static let connectionLimit = 1024
    /// Limits on connections whose association request has not arrived, for one address and for all: above them the oldest
    /// silent ones are closed (see `SilentConnections`), so that they do not shut out the others for the ten seconds that a
    /// request may take. A device that opens all its associations at once has its requests on the way at the same time.
    package static let defaultSilentConnections = SilentConnections<Int>(limitOfAddress: 32, limit: 512)
    /// Maximum Length Received that the node states (PS3.8 D.1): DCMTK's maximum less the bytes by which a device may
    /// exceed it.
    package static let maxPDU: UInt32 = 130_048
    /// How long a look for connections takes where none comes.
    private static let round = Duration.seconds(60)
    /// How long a stop waits for messages under way, and then for the rest.
    private static let grace = Duration.milliseconds(1500)
    private static let rest = Duration.milliseconds(500)

    /// The listening ports, including those that the system chose.
    package var ports: [UInt16] { opened.withLock { $0.map(\.socket.port) } }

    /// Heartbeat of the accept loop.
    package let heartbeat = Heartbeat("listener")

    /// A port that is open.
    private struct Port: Sendable {
        let socket: ListeningSocket
        let security: TLSContext?
        let onFailure: @Sendable (NetworkError) -> Void
    }

    private let opened = Mutex<[Port]>([])
    private let wake: HintPipe
    private let registry: AssociationRegistry
    private let threads = AssociationThreads()
    private let acceptor: any AssociationAcceptor
    private let deadlines: Deadlines

    /// Binds and listens; connections are queued until `serve` is called. `open` adds ports later.
    package init(
        _ endpoints: [Endpoint] = [], acceptor: any AssociationAcceptor,
        associationLimit: Int = defaultAssociationLimit, deadlines: Deadlines = Deadlines(),
        silent: SilentConnections<Int> = defaultSilentConnections
    ) throws(NetworkError) {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        let wake: HintPipe
        do { wake = try HintPipe() } catch { throw .system(error) }
        self.wake = wake
        self.acceptor = acceptor
        self.deadlines = deadlines
        registry = AssociationRegistry(
            connectionLimit: AssociationListener.connectionLimit, associationLimit: associationLimit, silent: silent,
            onEnd: { wake.give() })
        for endpoint in endpoints { try open(endpoint) }
    }

    /// Binds and listens on one more port, from any thread, also while others are served.
    ///
    /// - Parameter onFailure: called by the thread that serves, when the port accepts no connection any more and was closed.
    /// - Returns: the port, also if the system chose it.
    @discardableResult
    package func open(
        _ endpoint: Endpoint, onFailure: @escaping @Sendable (NetworkError) -> Void = { _ in }
    ) throws(NetworkError) -> UInt16 {
        guard !registry.isStopping else { throw .stopping }
        let socket = try ListeningSocket(address: endpoint.address, port: endpoint.port)
        opened.withLock { $0.append(Port(socket: socket, security: endpoint.security, onFailure: onFailure)) }
        wake.give()
        return socket.port
    }

    /// Ends each port as a fault of its socket would, for tests.
    package func breakPorts() { opened.withLock { $0.forEach { $0.socket.refuseConnections() } } }

    /// Serves until `stop` is called, and blocks its thread. Returns within two seconds of the stop, whatever peers do.
    package func serve() {
        while !registry.isStopping {
            let ports = opened.withLock { $0 }
            heartbeat.beat(restingFor: AssociationListener.round)
            wake.wait(orFor: ports.map(\.socket.descriptor), upTo: AssociationListener.round)
            heartbeat.beat()
            for port in ports { accept(from: port) }
        }
        opened.withLock { $0.forEach { $0.socket.refuseConnections() } }
        wait(upTo: AssociationListener.grace)
        registry.endAll()
        wait(upTo: AssociationListener.rest)
        threads.end()
    }

    /// Accepts pending connections, but only so many at a time that other ports are not delayed.
    private func accept(from port: Port) {
        for _ in 0..<64 where !registry.isStopping {
            switch port.socket.accept() {
            case nil: return
            case .connection(let descriptor)?: start(descriptor, port.security)
            case .failed?: continue
            case .ended(let code)?:
                opened.withLock { $0.removeAll { $0.socket === port.socket } }
                return port.onFailure(.address(port.socket.name, errno: code))
            case .retryLater?:
                // The connection stays pending: the loop retries it after it has served the other ports.
                registry.makeRoom()
                return wake.wait(upTo: .milliseconds(100))
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
        let peer = SocketAddress(ofPeerOf: descriptor)
        let address = peer?.host ?? "unknown"
        guard let entry = registry.add(descriptor, from: address) else {
            close(descriptor)
            if !registry.isStopping {
                registry.makeRoom()
                acceptor.didNotOpen(address: address, .tooManySilent)
            }
            return
        }
        do {
            try threads.run { [self] in
                run(descriptor, entry, peer, security)
            }
        } catch {
            close(descriptor)
            acceptor.didNotOpen(address: address, .tooManyAssociations)
        }
    }

    /// Serves one connection from start to end.
    private func run(
        _ descriptor: Int32, _ entry: AssociationRegistry.Entry, _ address: SocketAddress?, _ security: TLSContext?
    ) {
        var received: OpaquePointer?
        var credentials: TLSCredentials?
        do throws(NetworkError) {
            credentials = try security?.current()
        } catch {
            close(descriptor)
            return acceptor.didNotOpen(address: address?.host ?? "unknown", error)
        }
        let outcome = withExtendedLifetime(credentials) {
            cd_association_receive(
                descriptor, AssociationListener.maxPDU, credentials?.handle, deadlines.request, &received)
        }
        entry.hasRequested()
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
        if entry.isStopping { return }
        if entry.isDisplaced { return acceptor.didNotOpen(address: peer?.host ?? "unknown", .tooManySilent) }
        if outcome == .closed { return }
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
