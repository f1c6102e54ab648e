import Synchronization
package import WorkListDatabase

/// Compares passwords, one at a time: each comparison takes 32 MiB and a third of a second on purpose. At most eight callers
/// wait, on threads that may block.
package final class PasswordDesk: Sendable {
    private static let waitingLimit = 8

    private let workList: WorkListStore
    private let cost: ScryptCost
    private let present = Atomic(0)
    private let turn = Mutex(())

    /// - Parameter cost: parameters of new hashes; a hash with other ones is replaced when its password is given.
    package init(_ workList: WorkListStore, cost: ScryptCost = .standard) {
        (self.workList, self.cost) = (workList, cost)
    }

    /// Whether a login has this password. Takes as long for logins without one.
    ///
    /// - Throws: `AccountError.busy` if eight callers wait already.
    package func compare(_ password: String, of login: String) throws -> Bool {
        let known = try workList.passwordHash(of: login)
        let isEqual = try oneAtATime {
            let hash = try known ?? PasswordHash.matchingNoPassword(cost)
            return try hash.isOf(password) && known != nil
        }
        guard isEqual, let known, known.cost != cost else { return isEqual }
        // The password is right, so its hash can be replaced by one with the present parameters. If that fails, the next sign-in
        // tries again.
        if let better = try? oneAtATime({ try PasswordHash(of: password, for: login, cost: cost) }) {
            try? workList.replacePasswordHash(of: login, known, by: better)
        }
        return true
    }

    /// Hashes a new password.
    package func hash(_ password: String, for login: String) throws -> PasswordHash {
        try oneAtATime { try PasswordHash(of: password, for: login, cost: cost) }
    }

    private func oneAtATime<Answer>(_ body: () throws -> Answer) throws -> Answer {
        let count = present.add(1, ordering: .relaxed).newValue
        defer { present.subtract(1, ordering: .relaxed) }
        guard count <= Self.waitingLimit + 1 else { throw AccountError.busy(limit: Self.waitingLimit) }
        return try turn.withLock { _ in try body() }
    }
}
