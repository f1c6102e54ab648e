import Foundation

/// The account that runs this program.
enum Actor {
    /// The account that called `sudo`, else the account of this process.
    ///
    /// `SUDO_USER` can be forged, but only root and the service account can write the work list, and both could edit
    /// the recorded name anyway.
    static func login() -> String {
        if let name = ProcessInfo.processInfo.environment["SUDO_USER"], !name.isEmpty, getpwnam(name) != nil {
            return name
        }
        return account(getuid())
    }

    /// The login of a user id, or the number if the id has no login.
    static func account(_ id: uid_t) -> String {
        guard let entry = getpwuid(id), let name = entry.pointee.pw_name else { return "\(id)" }
        return String(cString: name)
    }
}
