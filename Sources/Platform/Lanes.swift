import Glibc
import Synchronization

/// Work of one kind on its own thread, so that a blocked lane does not delay the others.
package protocol Lane: AnyObject, Sendable {
    /// Name of its thread, unique among running lanes; the kernel keeps 15 bytes.
    var threadName: String { get }
    /// Works until stopped; blocks its thread.
    func run()
    /// Makes `run` return after the work in progress. May be called from any thread.
    func stop()
    /// Whether `run` has returned.
    var hasEnded: Bool { get }
}

/// Lanes that are stopped together, and that can be replaced while they run.
package final class Lanes: Sendable {
    private struct State {
        /// Lanes to start as soon as no running lane has the same name.
        var waiting: [any Lane]
        /// Started lanes that have not been seen to end.
        var begun: [any Lane] = []
    }

    private let state: Mutex<State>
    private let isStopping = Atomic(false)
    /// Heartbeat of the loop that starts lanes; the lanes themselves may wait long for a peer.
    package let heartbeat: Heartbeat

    /// How long a stop waits. A lane with a silent peer then ends with the process; its rows record what is unfinished.
    private static let grace = Duration.milliseconds(1500)

    /// - Parameter name: what the lanes do, for the log.
    package init(_ name: String, _ lanes: [any Lane]) {
        heartbeat = Heartbeat(name)
        state = Mutex(State(waiting: lanes))
    }

    /// Runs the lanes until `stop()`; blocks its thread, which must be an owned one. Returns within two seconds of the
    /// stop, whatever the lanes do.
    package func run() throws {
        while !isStopping.load(ordering: .relaxed) {
            for lane in lanesToBegin() { try OwnedThread.start(name: lane.threadName) { lane.run() } }
            heartbeat.beat()
            usleep(20_000)
        }
        state.withLock { $0.begun.forEach { $0.stop() } }
        let end = ContinuousClock.now + Self.grace
        while !hasOnly([]), ContinuousClock.now < end { usleep(20_000) }
    }

    /// Ends `run`. May be called from any thread.
    package func stop() {
        state.withLock { $0.begun.forEach { $0.stop() } }
        isStopping.store(true, ordering: .relaxed)
    }

    /// Replaces the lanes, from any thread: lanes in both lists keep running, removed ones end after the work in
    /// progress, and new ones start.
    package func replace(with lanes: [any Lane]) {
        state.withLock { state in
            for lane in state.begun where !lanes.contains(where: { $0 === lane }) { lane.stop() }
            state.waiting = lanes.filter { lane in !state.begun.contains { $0 === lane } }
        }
    }

    /// Whether every lane except these has ended.
    package func hasOnly(_ lanes: [any Lane]) -> Bool {
        state.withLock { state in
            state.begun.allSatisfy { lane in lane.hasEnded || lanes.contains { $0 === lane } }
        }
    }

    private func lanesToBegin() -> [any Lane] {
        state.withLock { state in
            state.begun.removeAll(where: \.hasEnded)
            let names = Set(state.begun.map(\.threadName))
            let ready = state.waiting.filter { !names.contains($0.threadName) }
            state.waiting.removeAll { !names.contains($0.threadName) }
            state.begun += ready
            return ready
        }
    }
}
