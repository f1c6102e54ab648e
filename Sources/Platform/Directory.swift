import Glibc

/// Operations on directories, with durability, and on the free space in them.
package enum Directory {
    /// Creates `path` and its missing parents, syncing each entry to disk. Does nothing if it exists.
    package static func create(_ path: String) throws(PlatformError) {
        if exists(path) { return }
        let parent = parent(of: path)
        if parent != path { try create(parent) }
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
            throw .file(operation: "create directory", path: path, errno: errno)
        }
        try sync(parent)
    }

    /// Whether `path` is a directory.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Writes the directory's entries to disk (fsync of the directory).
    package static func sync(_ path: String) throws(PlatformError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(operation: "open directory", path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(operation: "sync directory", path: path, errno: errno) }
    }

    /// Bytes that an unprivileged process can still write to the file system of `path`.
    package static func freeBytes(at path: String) throws(PlatformError) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else {
            throw .file(operation: "read the free space of", path: path, errno: errno)
        }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// Capacity in bytes of the file system of `path` for unprivileged processes, including what is used.
    package static func totalBytes(at path: String) throws(PlatformError) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else {
            throw .file(operation: "read the size of", path: path, errno: errno)
        }
        let held = Int(status.f_blocks) - Int(status.f_bfree)
        return (held + Int(status.f_bavail)) * Int(status.f_frsize)
    }

    /// The part of `path` before its last component; `.` for a path without a slash.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The names in a directory except `.` and `..`; empty if it cannot be read.
    package static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Removes a directory with all that is in it, or a file; does nothing if it does not exist. Symbolic links are not
    /// followed.
    package static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
