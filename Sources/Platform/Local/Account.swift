package import Glibc

/// An account of this machine, as the kernel knows it: never as an environment variable says.
package struct Account: Sendable, Equatable {
    package let id: uid_t
    /// Its login; nil if the machine has none for the id.
    package let login: String?

    package init(id: uid_t, login: String?) {
        self.id = id
        self.login = login
    }

    /// The account with this id; asks the machine for its login.
    package init(id: uid_t) { self.init(id: id, login: Self.login(of: id)) }

    /// The account with whose rights this process acts.
    package static var current: Account { Account(id: geteuid()) }

    /// The id that the kernel shows for every account that a user namespace does not know (`kernel.overflowuid`).
    private static let unknown: uid_t = 65_534

    /// Whether the id may stand for any account, because this process runs in a user namespace of its own.
    package var isUnknown: Bool { id == Self.unknown }

    /// The login, or the id as a number.
    package var name: String { login ?? "\(id)" }

    private static func login(of id: uid_t) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // More than any entry needs; a longer one counts as none.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
            guard let bytes = buffer.baseAddress, getpwuid_r(id, &entry, bytes, buffer.count, &found) == 0, found != nil
            else { return nil }
            return entry.pw_name.map { String(cString: $0) }
        }
    }
}

extension Account {
    /// The name of a group, or its id as a number.
    package static func group(_ id: gid_t) -> String {
        var entry = GroupEntry()
        var found: UnsafeMutablePointer<GroupEntry>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
            guard let bytes = buffer.baseAddress, getgrgid_r(id, &entry, bytes, buffer.count, &found) == 0, found != nil
            else { return "\(id)" }
            return entry.gr_name.map { String(cString: $0) } ?? "\(id)"
        }
    }
}

private typealias GroupEntry = Glibc.group
