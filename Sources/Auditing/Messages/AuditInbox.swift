import Synchronization

/// A bounded in-memory queue of occurrences for the audit trail. Adding one never waits for the disk, and neither a
/// flood of events nor a failed disk fills the memory or blocks the node. Occurrences that do not fit are counted.
package final class AuditInbox: Sendable {
    private struct State {
        var occurrences: [AuditOccurrence] = []
        /// Refusals by address since the last `take()`, including those in `occurrences`.
        var refusals: [String: Int] = [:]
        var lost = 0
    }

    /// Maximum number of occurrences in the queue. A C-FIND takes up to 4 KiB of memory, the others a few hundred
    /// bytes.
    package static let limit = 4096
    /// Number of refusals per address that are recorded individually; further ones are only counted.
    package static let refusalsOfOneAddress = 8

    private let state = Mutex(State())

    /// Called when an occurrence is added; it must return immediately.
    private let wake: @Sendable () -> Void

    package init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

    /// Adds an occurrence.
    package func add(_ what: AuditOccurrence.What) {
        let occurrence = AuditOccurrence(what)
        state.withLock { state in
            if let address = what.refusedAddress {
                // The list has no room for further addresses either.
                guard state.refusals.count < Self.limit || state.refusals[address] != nil else {
                    state.lost += 1
                    return
                }
                state.refusals[address, default: 0] += 1
                guard state.refusals[address, default: 0] <= Self.refusalsOfOneAddress else { return }
            }
            guard state.occurrences.count < Self.limit else {
                state.lost += 1
                return
            }
            state.occurrences.append(occurrence)
        }
        wake()
    }

    /// Returns the occurrences since the last call, oldest first, with the counts of those not kept.
    package func take() -> [AuditOccurrence] {
        state.withLock { state in
            var taken = state.occurrences
            for (address, count) in state.refusals.sorted(by: { $0.key < $1.key })
            where count > Self.refusalsOfOneAddress {
                taken.append(AuditOccurrence(.repeated(address: address, count: count - Self.refusalsOfOneAddress)))
            }
            if state.lost > 0 { taken.append(AuditOccurrence(.lost(count: state.lost))) }
            state = State()
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

extension AuditOccurrence.What {
    /// Address of a refused caller. Anybody can cause any number of such occurrences.
    fileprivate var refusedAddress: String? {
        switch self {
        case .rejected(let caller, _): caller.address
        case .notAuthenticated(let address, _): address
        default: nil
        }
    }
}
