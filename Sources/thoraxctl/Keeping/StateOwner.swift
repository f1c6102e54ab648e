import Foundation
import Platform

/// The account that a state directory belongs to. What root writes there is given to it.
struct StateOwner {
    private let user: uid_t
    private let group: gid_t

    /// - Parameter directory: may not exist; then the owner of the directory above it counts.
    init(of directory: String) {
        let status = FileStatus(nearest: directory)
        (user, group) = (status?.owner ?? 0, status?.group ?? 0)
    }

    /// Gives a directory to the account and continues as that account, so that later files belong to it even if this process
    /// is interrupted. Does nothing unless run as root.
    func takeOver(_ directory: String) throws {
        guard geteuid() == 0, user != 0 else { return }
        try receive(directory)
        guard setgroups(0, nil) == 0, setgid(group) == 0, setuid(user) == 0 else {
            throw PlatformError.file(operation: "go on as the owner of", path: directory, errno: errno)
        }
    }

    /// Gives a path and everything below it to the account. Does nothing unless run as root, or if there is no such path.
    func receive(_ path: String) throws {
        guard geteuid() == 0, user != 0, access(path, F_OK) == 0 else { return }
        guard lchown(path, user, group) == 0 else {
            throw PlatformError.file(operation: "change the owner of", path: path, errno: errno)
        }
        guard Directory.exists(path) else { return }
        for name in Directory.names(in: path) { try receive("\(path)/\(name)") }
    }
}
