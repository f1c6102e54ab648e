package import Glibc

/// A file's owner, size and permissions (stat(2)). Two of one path are equal if the file was not changed or replaced between.
package struct FileStatus: Sendable, Equatable {
    package let owner: uid_t
    package let group: gid_t
    package let byteCount: Int
    /// Whether users other than the owner and the group have any permission.
    package let isOpenToOthers: Bool
    private let inode: UInt
    /// Seconds and nanoseconds of the last change to the contents.
    private let changed: [Int]

    /// Returns nil, with `errno`, if the file does not exist or is not accessible.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        owner = status.st_uid
        group = status.st_gid
        byteCount = Int(status.st_size)
        isOpenToOthers = status.st_mode & 0o007 != 0
        inode = UInt(status.st_ino)
        changed = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }

    /// The status of a path, or of its nearest existing parent directory.
    package init?(nearest path: String) {
        var place = path
        while Self(place) == nil, place != "/", place != "." { place = Directory.parent(of: place) }
        self.init(place)
    }
}
