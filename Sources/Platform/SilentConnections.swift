/// Connections whose peers have not sent a request yet, by age. It chooses which one to close when there are too many, so
/// that a host with silent connections cannot shut out others.
package struct SilentConnections<ID: Hashable & Sendable>: Sendable {
    private struct Waiting {
        let id: ID
        let number: Int
    }

    private let limitOfAddress: Int
    private let limit: Int
    /// The connections of each address, the oldest first; addresses without any are removed.
    private var waiting: [String: [Waiting]] = [:]
    private var addresses: [ID: String] = [:]
    private var next = 0

    package var count: Int { addresses.count }

    /// - Parameters:
    ///   - limitOfAddress: how many connections of one address may be silent at a time.
    ///   - limit: how many of all addresses.
    package init(limitOfAddress: Int, limit: Int) {
        self.limitOfAddress = limitOfAddress
        self.limit = limit
    }

    /// Adds a connection as the newest.
    ///
    /// - Returns: the connection to close, which has been removed: the address's oldest if the address is above its limit;
    ///   the oldest of the address with the most if all are above the total limit.
    package mutating func add(_ id: ID, from address: String) -> ID? {
        remove(id)
        next += 1
        waiting[address, default: []].append(Waiting(id: id, number: next))
        addresses[id] = address
        if let own = waiting[address], own.count > limitOfAddress { return take(own.first) }
        return count > limit ? removeOldest() : nil
    }

    /// Removes a connection that has ended or whose peer has sent a request.
    package mutating func remove(_ id: ID) {
        guard let address = addresses.removeValue(forKey: id) else { return }
        waiting[address]?.removeAll { $0.id == id }
        if waiting[address]?.isEmpty == true { waiting[address] = nil }
    }

    /// Removes the oldest connection of the address with the most, to make room.
    package mutating func removeOldest() -> ID? {
        let most = waiting.values.map(\.count).max()
        return take(waiting.values.filter { $0.count == most }.compactMap(\.first).min { $0.number < $1.number })
    }

    private mutating func take(_ oldest: Waiting?) -> ID? {
        if let oldest { remove(oldest.id) }
        return oldest?.id
    }
}
