import Glibc
import Platform
import WorkListDatabase

/// One walk over all kept pictures.
struct PictureSweep {
    /// The pictures of one image.
    private struct Folder {
        let path: String
        let byteCount: Int
        /// When a picture in it was last made or shown.
        let usedAt: timespec
    }

    private var folders: [Folder] = []
    var byteCount: Int { folders.reduce(0) { $0 + $1.byteCount } }

    private let run: String

    /// Counts the pictures of a revision, and removes those of other revisions, of removed images, and what only another run of
    /// the program may show.
    init(_ files: InstanceFiles, revision: String, run: String) {
        self.run = run
        for name in Directory.names(in: files.derived) where name != revision {
            Self.remove("\(files.derived)/\(name)")
        }
        visit("\(files.derived)/\(revision)", stored: files.stateDirectory)
    }

    /// - Parameter stored: the corresponding path below the state directory; with `.dcm` appended it is that of the image.
    private mutating func visit(_ path: String, stored: String) {
        var byteCount = 0
        var isFolder = false
        let names = Directory.names(in: path)
        for name in names {
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                visit("\(path)/\(name)", stored: "\(stored)/\(name)")
            } else if PictureForm.isOfOtherRun(name, run) {
                Self.remove("\(path)/\(name)")
            } else {
                isFolder = true
                byteCount += Int(status.st_size)
            }
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if isFolder, access("\(stored).dcm", F_OK) == 0 {
            folders.append(Folder(path: path, byteCount: byteCount, usedAt: status.st_mtim))
        } else if isFolder {
            Self.remove(path)
        } else if names.isEmpty {
            rmdir(path)
        }
    }

    /// Removes the least recently used pictures until `limit` bytes remain.
    ///
    /// - Returns: the bytes that remain.
    func trim(to limit: Int) -> Int {
        var left = byteCount
        let oldestFirst = folders.sorted {
            ($0.usedAt.tv_sec, $0.usedAt.tv_nsec) < ($1.usedAt.tv_sec, $1.usedAt.tv_nsec)
        }
        for folder in oldestFirst where left > limit {
            Self.remove(folder.path)
            left -= folder.byteCount
        }
        return left
    }

    private static func remove(_ path: String) {
        // A symbolic link is removed, not followed.
        guard unlink(path) != 0 else { return }
        for name in Directory.names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
