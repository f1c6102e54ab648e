import GRDB
import Glibc

extension WorkListStore {
    /// Throws when no row can be written now: the file system is read-only, or another process has locked the work list
    /// for longer than a writer waits. It writes nothing.
    package func checkWritable() throws {
        let directory = files.stateDirectory
        for path in [directory, Self.path(in: directory)] where access(path, W_OK) != 0 {
            throw WorkListError.unusable(path: path, message: String(cString: strerror(errno)))
        }
        try translating {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) { .rollback }
            }
        }
    }
}
