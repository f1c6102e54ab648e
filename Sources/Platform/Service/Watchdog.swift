import Synchronization

/// Detects stuck loops and decides whether to send the watchdog keep-alive.
package final class Watchdog: Sendable {
    /// The result of one check.
    package struct Finding: Sendable, Equatable {
        /// Loops newly stuck, and how long ago each last made progress.
        package var stuck: [Loop] = []
        /// Loops that have recovered.
        package var moving: [String] = []
        /// Whether every loop makes progress.
        package var isAlive: Bool
    }

    package struct Loop: Sendable, Equatable {
        package let name: String
        package let silence: Duration
    }

    private let heartbeats: [Heartbeat]
    private let limit: Duration
    private let stuck = Mutex<Set<String>>([])

    /// - Parameter limit: a loop that is silent for longer is stuck.
    package init(_ heartbeats: [Heartbeat], limit: Duration) {
        self.heartbeats = heartbeats
        self.limit = limit
    }

    /// Checks every loop.
    package func look(at now: ContinuousClock.Instant = .now) -> Finding {
        let silent = heartbeats.map { Loop(name: $0.name, silence: $0.silence(at: now)) }.filter { $0.silence > limit }
        return stuck.withLock { known in
            let names = Set(silent.map(\.name))
            defer { known = names }
            return Finding(
                stuck: silent.filter { !known.contains($0.name) }, moving: known.subtracting(names).sorted(),
                isAlive: silent.isEmpty)
        }
    }
}
