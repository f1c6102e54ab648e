import Glibc

/// A file that one process locks and that contains its id: the lock ends with the process (`flock`).
package final class LockFile: Sendable {
    private let descriptor: Int32

    /// Takes the lock and writes this process's id to the file.
    ///
    /// - Throws: `PlatformError.locked` if another process holds it.
    package init(at path: String) throws(PlatformError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .file(operation: "open", path: path, errno: errno) }
        // A process that checks for a holder has the lock only for an instant; a real holder keeps it. Any throw from
        // here on runs `deinit`, which closes the descriptor.
        var isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        for _ in 0..<20 where !isLocked {
            usleep(10_000)
            isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
        guard isLocked else {
            throw .locked(path: path, pid: Self.writtenProcess(at: path))
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        guard text.withCString({ pwrite(descriptor, $0, text.utf8.count, 0) }) == text.utf8.count else {
            throw .file(operation: "write", path: path, errno: errno)
        }
    }

    deinit { Self.release(descriptor) }

    /// Unlocks and closes a file. Closing alone does not unlock it while a process that was forked at this moment, and has not begun
    /// its program yet, has the descriptor too.
    static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Writes a line for other processes to the file, after this process's id.
    package func note(_ word: String) throws(PlatformError) {
        let text = "\(getpid())\n\(word)\n"
        guard text.withCString({ pwrite(descriptor, $0, text.utf8.count, 0) }) == text.utf8.count else {
            throw .file(operation: "write", path: "a lock file", errno: errno)
        }
    }

    /// Records in the file's time of modification that its holder is alive.
    package func touch() { futimens(descriptor, nil) }

    /// Time of the holder's last `touch` in nanoseconds since 1970; nil if the file cannot be read.
    package static func lastTouch(at path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    /// The line that `process` wrote to the file at `path`; nil if it wrote none, or another process holds the file.
    package static func note(at path: String, by process: Int32) -> String? {
        let lines = contents(at: path).split(whereSeparator: \.isNewline)
        return lines.count == 2 && Int32(lines[0]) == process ? String(lines[1]) : nil
    }

    /// The process that holds the lock at `path`, or nil while it is free.
    package static func holder(at path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { release(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        return writtenProcess(at: path)
    }

    private static func writtenProcess(at path: String) -> Int32? {
        Int32(contents(at: path).prefix(while: \.isNumber))
    }

    private static func contents(at path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
