import Synchronization

/// A bounded in-memory queue of occurrences for the audit trail. Adding one never waits for the disk, and neither a
/// flood of events nor a failed disk fills the memory or blocks the node. Occurrences that do not fit are counted.
///
/// What a peer can repeat at will, refusals and equal queries, is recorded once and then as one count a minute, because the
/// trail keeps every message.
package final class AuditInbox: Sendable {
    private struct State {
        var occurrences: [AuditOccurrence] = []
        var repetitions = AuditRepetitions()
        var lost = 0
    }

    /// Maximum number of occurrences in the queue. A C-FIND takes up to 4 KiB of memory, the others a few hundred
    /// bytes.
    package static let limit = 4096

    private let state = Mutex(State())

    /// Called when an occurrence is added; it must return immediately.
    private let wake: @Sendable () -> Void

    package init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

    /// Adds an occurrence.
    package func add(_ what: AuditOccurrence.What, at now: ContinuousClock.Instant = .now) {
        let isKept = state.withLock { state in
            guard !state.repetitions.count(what, at: now) else { return false }
            guard state.occurrences.count < Self.limit else {
                state.lost += 1
                return false
            }
            state.occurrences.append(AuditOccurrence(what))
            return true
        }
        if isKept { wake() }
    }

    /// Returns the occurrences since the last call, oldest first, with the counts that are due.
    ///
    /// - Parameter isLast: whether the daemon ends, so that all counts are due.
    package func take(isLast: Bool = false, at now: ContinuousClock.Instant = .now) -> [AuditOccurrence] {
        state.withLock { state in
            var taken = state.occurrences
            taken += state.repetitions.take(isLast: isLast, at: now).map { AuditOccurrence($0) }
            if state.lost > 0 { taken.append(AuditOccurrence(.lost(count: state.lost))) }
            state.occurrences = []
            state.lost = 0
            return taken
        }
    }

    /// Puts back occurrences that could not be written; those that no longer fit are counted as lost.
    package func takeBack(_ occurrences: [AuditOccurrence]) {
        state.withLock { state in
            let lost = occurrences.reduce(0) { if case .lost(let count) = $1.what { $0 + count } else { $0 } }
            let kept = occurrences.filter { if case .lost = $0.what { false } else { true } }
            let room = max(0, Self.limit - state.occurrences.count)
            state.occurrences = kept.prefix(room) + state.occurrences
            state.lost += lost + max(0, kept.count - room)
        }
    }
}
