import Foundation

/// Who runs this program.
enum Actor {
    /// The account that somebody became another one from by `sudo`, else the account of this process.
    ///
    /// Only root and the service's own account can write the work list, and neither needs to lie to this program to
    /// change what it records: the name is as good as the file's permissions.
    static func login() -> String {
        if let name = ProcessInfo.processInfo.environment["SUDO_USER"], !name.isEmpty, getpwnam(name) != nil {
            return name
        }
        return account(getuid())
    }

    /// The login of a user id; its number where it has none.
    static func account(_ id: uid_t) -> String {
        guard let entry = getpwuid(id), let name = entry.pointee.pw_name else { return "\(id)" }
        return String(cString: name)
    }
}
