import Logging
import Synchronization
import WorkListDatabase

/// Counts connections that were closed because too many were silent. Reports when this begins, and when a minute has
/// passed without such a connection. Counting does not block.
final class DisplacedConnections: Sendable {
    private struct State {
        var counts: [String: Int] = [:]
        var quietRounds = 0
    }

    /// Rounds of two seconds without such a connection until the condition ends.
    private static let roundsUntilOver = 30
    /// Limit on the addresses counted separately until the next report.
    private static let addressLimit = 64

    private let state = Mutex(State())
    private let condition: RepeatedCondition

    init(incidents: IncidentLog) {
        condition = RepeatedCondition(in: incidents, end: "no silent connections are closed any more")
    }

    func count(from address: String) {
        state.withLock { state in
            let isKnown = state.counts[address] != nil || state.counts.count < Self.addressLimit
            state.counts[isKnown ? address : "others", default: 0] += 1
        }
    }

    /// Reports what was counted since the last call. Called every two seconds; blocks.
    func report() {
        let (counts, isOver) = state.withLock { state in
            defer { state.counts = [:] }
            state.quietRounds = state.counts.isEmpty ? state.quietRounds + 1 : 0
            return (state.counts, state.quietRounds >= Self.roundsUntilOver)
        }
        if isOver { condition.isOver() }
        guard let most = counts.max(by: { $0.value < $1.value }) else { return }
        condition.isMet(
            "silent connections are closed, most of them from \(most.key): they come without an association request",
            hint: "find out what connects from there, and correct or block it; thoraxctl peers counts them by address",
            metadata: ["closed": "\(counts.values.reduce(0, +))", "addresses": "\(counts.count)"])
    }
}
