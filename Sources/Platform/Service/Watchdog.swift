import Synchronization

/// Says which loops have come to a stand, and whether the process still deserves a sign of life.
package final class Watchdog: Sendable {
    /// What one look found.
    package struct Finding: Sendable, Equatable {
        /// Loops that have newly come to a stand, and how long ago each moved last.
        package var stuck: [Loop] = []
        /// Loops that move again.
        package var moving: [String] = []
        /// Whether every loop moves.
        package var isAlive: Bool
    }

    package struct Loop: Sendable, Equatable {
        package let name: String
        package let silence: Duration
    }

    private let heartbeats: [Heartbeat]
    private let limit: Duration
    private let stuck = Mutex<Set<String>>([])

    /// - Parameter limit: a loop silent for longer has come to a stand.
    package init(_ heartbeats: [Heartbeat], limit: Duration) {
        self.heartbeats = heartbeats
        self.limit = limit
    }

    /// Looks at every loop.
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
