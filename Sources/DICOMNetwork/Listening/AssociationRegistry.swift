internal import Glibc
internal import Platform
internal import Synchronization

/// The open connections. A stop ends those that wait for a message at once, and the others when their grace period is
/// over.
final class AssociationRegistry: Sendable {
    fileprivate struct State {
        var entries: [Int: Connection] = [:]
        var next = 0
        var associations = 0
        /// Number of associations by holder of a share; entries at zero are removed.
        var held: [String: Int] = [:]
        /// Connections whose A-ASSOCIATE-RQ has not been read to its end.
        var silent: SilentConnections<Int>
        var isStopping = false
    }

    fileprivate struct Connection {
        /// A duplicate: DCMTK closes its own, whose number may then belong to another connection.
        var descriptor: Int32
        var isIdle = false
        /// Closed because too many are silent.
        var isDisplaced = false
        /// Holder of the association; `nil` until there is an association.
        var holder: String?
    }

    private let state: Mutex<State>
    private let connectionLimit: Int
    private let associationLimit: Int
    /// Called from any thread when a connection has ended.
    private let onEnd: @Sendable () -> Void

    init(
        connectionLimit: Int, associationLimit: Int, silent: SilentConnections<Int>,
        onEnd: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(silent: silent))
        self.connectionLimit = connectionLimit
        self.associationLimit = associationLimit
        self.onEnd = onEnd
    }

    /// One open connection; it ends when the entry is released.
    final class Entry: Sendable {
        fileprivate let key: Int
        private let registry: AssociationRegistry

        fileprivate init(key: Int, registry: AssociationRegistry) {
            self.key = key
            self.registry = registry
        }

        deinit { registry.remove(key) }

        /// Notes that the peer has sent its association request and is no longer silent.
        func hasRequested() { registry.state.withLock { $0.silent.remove(key) } }

        /// Whether the connection was closed because too many are silent.
        var isDisplaced: Bool { registry.state.withLock { $0.entries[key]?.isDisplaced ?? false } }

        /// Returns why the association is refused if a limit has been reached, otherwise nil.
        func becomeAssociation(of share: AssociationShare) -> String? {
            registry.state.withLock { state in
                guard state.associations < registry.associationLimit else {
                    return "\(state.associations) associations are open, which is the limit"
                }
                let held = state.held[share.holder, default: 0]
                guard held < share.limit else {
                    return "\(share.holder) has \(held) associations open, which is its limit"
                }
                state.associations += 1
                state.held[share.holder] = held + 1
                state.entries[key]?.holder = share.holder
                return nil
            }
        }

        /// Returns false if the node is stopping and must not wait for another message.
        func becomeIdle() -> Bool {
            registry.state.withLock { state in
                guard !state.isStopping else { return false }
                state.entries[key]?.isIdle = true
                return true
            }
        }

        func becomeBusy() { registry.state.withLock { $0.entries[key]?.isIdle = false } }

        var isStopping: Bool { registry.isStopping }
    }

    /// Adds a connection, which counts as silent; if there are too many, one is closed (see `SilentConnections`).
    ///
    /// - Returns: `nil` if there are too many connections, or the process has run out of file descriptors.
    func add(_ socket: Int32, from address: String) -> Entry? {
        let descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        let key: Int? = state.withLock { state in
            guard state.entries.count < connectionLimit, !state.isStopping else { return nil }
            state.next += 1
            state.entries[state.next] = Connection(descriptor: descriptor)
            if let displaced = state.silent.add(state.next, from: address) { state.displace(displaced) }
            return state.next
        }
        guard let key else {
            close(descriptor)
            return nil
        }
        return Entry(key: key, registry: self)
    }

    /// Closes the oldest silent connection of the address with the most, so that another can be accepted.
    func makeRoom() {
        state.withLock { state in
            if let displaced = state.silent.removeOldest() { state.displace(displaced) }
        }
    }

    private func remove(_ key: Int) {
        let isStopping = state.withLock { state in
            state.silent.remove(key)
            if let connection = state.entries.removeValue(forKey: key) {
                close(connection.descriptor)
                if let holder = connection.holder {
                    state.associations -= 1
                    let left = state.held[holder, default: 1] - 1
                    state.held[holder] = left > 0 ? left : nil
                }
            }
            return state.isStopping
        }
        if isStopping { onEnd() }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var isEmpty: Bool { state.withLock { $0.entries.isEmpty } }

    /// Ends the connections that wait for a message or have no association; no connection is added afterwards.
    func beginStopping() {
        state.withLock { state in
            state.isStopping = true
            for connection in state.entries.values where connection.isIdle || connection.holder == nil {
                shutdown(connection.descriptor, Int32(SHUT_RD))
            }
        }
    }

    /// Ends all connections.
    func endAll() {
        state.withLock { state in
            for connection in state.entries.values { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
        }
    }
}

extension AssociationRegistry.State {
    /// Closes a silent connection; its thread then ends.
    fileprivate mutating func displace(_ key: Int) {
        entries[key]?.isDisplaced = true
        if let descriptor = entries[key]?.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
}
