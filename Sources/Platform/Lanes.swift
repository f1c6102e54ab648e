import Glibc
import Synchronization

/// Work that goes on beside other work of its kind, on a thread of its own: what holds up one holds up no other.
package protocol Lane: AnyObject, Sendable {
    /// Name of its thread, and of no other lane at a time; the kernel keeps 15 bytes.
    var threadName: String { get }
    /// Works until told to stop; blocks its thread.
    func run()
    /// Ends `run` after what is in progress, from any thread.
    func stop()
    /// Whether `run` has returned.
    var hasEnded: Bool { get }
}

/// Lanes that stop together, and that can be exchanged for others while they run.
package final class Lanes: Sendable {
    private struct State {
        /// To begin as soon as no lane of the same name is left.
        var waiting: [any Lane]
        /// Begun and, as far as anybody has looked, not ended.
        var begun: [any Lane] = []
    }

    private let state: Mutex<State>
    private let isStopping = Atomic(false)
    /// Of the loop that begins lanes; a lane that waits for its peer is silent for good reasons.
    package let heartbeat: Heartbeat

    /// How long a stop waits. A lane whose peer is silent then ends with the process; its rows say what was left.
    private static let grace = Duration.milliseconds(1500)

    /// - Parameter name: what they do, for the log.
    package init(_ name: String, _ lanes: [any Lane]) {
        heartbeat = Heartbeat(name)
        state = Mutex(State(waiting: lanes))
    }

    /// Runs them until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the stop,
    /// whatever the lanes do.
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

    /// Ends `run`, from any thread.
    package func stop() {
        state.withLock { $0.begun.forEach { $0.stop() } }
        isStopping.store(true, ordering: .relaxed)
    }

    /// Goes on with these lanes, from any thread: those among them that run go on undisturbed, the others end after what
    /// is in progress, and new ones begin.
    package func replace(with lanes: [any Lane]) {
        state.withLock { state in
            for lane in state.begun where !lanes.contains(where: { $0 === lane }) { lane.stop() }
            state.waiting = lanes.filter { lane in !state.begun.contains { $0 === lane } }
        }
    }

    /// Whether every lane but these has ended.
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
