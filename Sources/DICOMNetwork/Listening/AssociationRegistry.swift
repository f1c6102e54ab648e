internal import Glibc
internal import Synchronization

/// The connections that are open, so that a stop can end them: at once those that wait for a message, the others when
/// their time is up.
final class AssociationRegistry: Sendable {
    private struct State {
        var entries: [Int: Connection] = [:]
        var next = 0
        var associations = 0
        /// Associations by holder of a share; none is kept at zero.
        var held: [String: Int] = [:]
        var isStopping = false
    }

    private struct Connection {
        /// A duplicate: DCMTK closes its own, and the number may then be another connection's.
        var descriptor: Int32
        var isIdle = false
        /// Whose association it is; `nil` until it is one.
        var holder: String?
    }

    private let state = Mutex(State())
    private let connectionLimit: Int
    private let associationLimit: Int
    /// Called, from any thread, when a connection has ended.
    private let onEnd: @Sendable () -> Void

    init(connectionLimit: Int, associationLimit: Int, onEnd: @escaping @Sendable () -> Void) {
        self.connectionLimit = connectionLimit
        self.associationLimit = associationLimit
        self.onEnd = onEnd
    }

    /// One open connection; ends when released.
    final class Entry: Sendable {
        fileprivate let key: Int
        private let registry: AssociationRegistry

        fileprivate init(key: Int, registry: AssociationRegistry) {
            self.key = key
            self.registry = registry
        }

        deinit { registry.remove(key) }

        /// Returns why it cannot become one, where there are as many associations already as are served.
        func becomeAssociation(of share: AssociationShare) -> String? {
            registry.state.withLock { state in
                guard state.associations < registry.associationLimit else {
                    return "\(state.associations) associations are open, as many as are served"
                }
                let held = state.held[share.holder, default: 0]
                guard held < share.limit else {
                    return "\(share.holder) has \(held) associations open, as many as it may have"
                }
                state.associations += 1
                state.held[share.holder] = held + 1
                state.entries[key]?.holder = share.holder
                return nil
            }
        }

        /// False where the node is stopping and no message is waited for any more.
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

    /// `nil` where there are too many connections, or the process has no descriptor left for another.
    func add(_ socket: Int32) -> Entry? {
        let descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        let key: Int? = state.withLock { state in
            guard state.entries.count < connectionLimit, !state.isStopping else { return nil }
            state.next += 1
            state.entries[state.next] = Connection(descriptor: descriptor)
            return state.next
        }
        guard let key else {
            close(descriptor)
            return nil
        }
        return Entry(key: key, registry: self)
    }

    private func remove(_ key: Int) {
        let isStopping = state.withLock { state in
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

    /// Ends the connections that wait for a message or have not opened an association; from now on none is added.
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
