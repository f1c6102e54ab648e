import Synchronization

/// Occurrences on their way to the audit trail, in memory and bounded: handing one over costs no wait for the disk, and
/// no flood and no broken disk fills the memory or holds up the node. What found no room is counted.
package final class AuditInbox: Sendable {
    private struct State {
        var occurrences: [AuditOccurrence] = []
        /// Refusals by address since the last taking, those in `occurrences` included.
        var refusals: [String: Int] = [:]
        var lost = 0
    }

    /// Occurrences kept; a C-FIND takes up to 4 KiB of memory, the others some hundred bytes.
    package static let limit = 4096
    /// Refusals of one address that are told each for itself; of more, the number.
    package static let refusalsOfOneAddress = 8

    private let state = Mutex(State())

    /// Called where an occurrence comes; it must return at once.
    private let wake: @Sendable () -> Void

    package init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

    /// Hands an occurrence over.
    package func add(_ what: AuditOccurrence.What) {
        let occurrence = AuditOccurrence(what)
        state.withLock { state in
            if let address = what.refusedAddress {
                // Addresses beyond the limit have no room in the list either.
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

    /// Hands out what has come since the last call, the oldest first, with what has been lost.
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

    /// Takes back what could not be written; what has no room any more is counted as lost.
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
    /// Of a caller that was turned away: anybody can have any number of these written.
    fileprivate var refusedAddress: String? {
        switch self {
        case .rejected(let caller, _): caller.address
        case .notAuthenticated(let address, _): address
        default: nil
        }
    }
}
