import Glibc

extension DurableFile {
    /// Puts a text in place of the file at `path`, with the owner and the permissions that the file has.
    ///
    /// The text is written to a hidden file beside it, which one process has at a time. One that a killed process left is
    /// written again.
    ///
    /// - Throws: `PlatformError.locked` while another process replaces the file.
    package static func replace(_ path: String, with text: String) throws(PlatformError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(operation: "read", path: path, errno: errno) }
        let temporary = Self.temporaryPath(replacing: path)
        let descriptor = try Self.hold(temporary)
        defer { LockFile.release(descriptor) }
        do throws(PlatformError) {
            guard ftruncate(descriptor, 0) == 0,
                text.withCString({ Glibc.write(descriptor, $0, text.utf8.count) }) == text.utf8.count,
                fchown(descriptor, status.st_uid, status.st_gid) == 0, fchmod(descriptor, status.st_mode & 0o7777) == 0
            else { throw .file(operation: "write", path: temporary, errno: errno) }
            try Self.commit(temporary, as: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The file that a text is written to before it replaces the one at `path`. No person or other program has such a name.
    static func temporaryPath(replacing path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return "\(Directory.parent(of: path))/.\(name).thoraxd-new"
    }

    /// Opens a file, or creates it for its owner only, and locks it: the lock ends with the process.
    private static func hold(_ path: String) throws(PlatformError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "create", path: path, errno: errno) }
        // The process that had it may have put it in place between the two calls.
        var (held, named) = (stat(), stat())
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &held) == 0, lstat(path, &named) == 0,
            held.st_ino == named.st_ino
        else {
            LockFile.release(descriptor)
            throw .locked(path: path, pid: nil)
        }
        return descriptor
    }
}
