import Glibc
import Synchronization

/// Work that goes on beside other work of its kind, on a thread of its own: what holds up one holds up no other.
package protocol Lane: Sendable {
    /// Name of its thread; the kernel keeps 15 bytes.
    var threadName: String { get }
    /// Works until told to stop; blocks its thread.
    func run()
    /// Ends `run` after what is in progress, from any thread.
    func stop()
    /// Whether `run` has returned.
    var hasEnded: Bool { get }
}

/// Lanes that begin and stop together.
package final class Lanes: Sendable {
    private let lanes: [any Lane]
    private let isStopping = Atomic(false)

    /// How long a stop waits. A lane whose peer is silent then ends with the process; its rows say what was left.
    private static let grace = Duration.milliseconds(1500)

    package init(_ lanes: [any Lane]) { self.lanes = lanes }

    /// Runs them until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the stop,
    /// whatever the lanes do.
    package func run() throws {
        for lane in lanes { try OwnedThread.start(name: lane.threadName) { lane.run() } }
        while !isStopping.load(ordering: .relaxed) { usleep(20_000) }
        let end = ContinuousClock.now + Self.grace
        while !lanes.allSatisfy(\.hasEnded), ContinuousClock.now < end { usleep(20_000) }
    }

    /// Ends `run`, from any thread.
    package func stop() {
        for lane in lanes { lane.stop() }
        isStopping.store(true, ordering: .relaxed)
    }
}
