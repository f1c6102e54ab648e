package import Glibc

/// Whose a file is, how large it is and who may use it (stat(2)).
package struct FileStatus: Sendable, Equatable {
    package let owner: uid_t
    package let group: gid_t
    package let byteCount: Int
    /// Whether users who are neither its owner nor of its group may do anything with it.
    package let isOpenToOthers: Bool

    /// Nil, with `errno`, where there is no such file or it cannot be looked at.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        owner = status.st_uid
        group = status.st_gid
        byteCount = Int(status.st_size)
        isOpenToOthers = status.st_mode & 0o007 != 0
    }

    /// Of a path, or of the nearest directory above it that there is.
    package init?(nearest path: String) {
        var place = path
        while Self(place) == nil, place != "/", place != "." { place = Directory.parent(of: place) }
        self.init(place)
    }
}
