import DICOMCore
import GRDB
import Glibc
import Platform

/// The migrations already applied to a work list, read from the file before anything writes to it.
struct AppliedMigrations {
    private let path: String
    private let names: Set<String>
    /// Program version that applied the latest migration unknown to this program; nil when it is not recorded.
    private let newerVersion: String?

    private static let known = Set(Schema.migrations.map(\.name))

    /// - Returns: nil when there is no work list, or when the program ended while creating it.
    init?(ofWorkListAt path: String) throws {
        // Only a work list that is being created has a rollback journal. SQLite must undo it before anything can be
        // read.
        guard let status = FileStatus(path), status.byteCount > 0, FileStatus("\(path)-journal") == nil else {
            return nil
        }
        self.path = path
        (names, newerVersion) = try Self.reader(of: path).read { db in
            guard try db.tableExists("grdb_migrations") else { return ([], nil) }
            let names = try String.fetchSet(db, sql: "SELECT identifier FROM grdb_migrations")
            guard try db.tableExists("appliedMigration") else { return (names, nil) }
            let versions = try Row.fetchAll(db, sql: "SELECT name, version FROM appliedMigration ORDER BY id")
            return (names, versions.last { !Self.known.contains($0["name"]) }?["version"])
        }
    }

    /// - Throws: `WorkListError.otherSchema` when a newer version migrated the work list, or when migrations are
    ///   missing and this program may not apply them.
    func check(mayMigrate: Bool) throws {
        let isNewer = !names.isSubset(of: Self.known)
        guard isNewer || !mayMigrate && names != Self.known else { return }
        throw WorkListError.otherSchema(path: path, isNewer: isNewer, version: newerVersion)
    }

    /// Copies the work list of an earlier version to `worklist-before-<this version>.sqlite` in the same directory, and
    /// removes earlier copies of this kind.
    ///
    /// - Returns: path of the copy; nil when no migration is missing.
    /// - Throws: `WorkListError.database` when there is too little disk space for a copy and a migration.
    func copyWorkList() throws -> String? {
        guard !names.isEmpty, names != Self.known else { return nil }
        let directory = Directory.parent(of: path)
        let reader = try Self.reader(of: path)
        // A migration may write the same amount again: every changed page goes to the write-ahead log first.
        let needed = 2 * (try reader.read { try Int.fetchOne($0, sql: Self.byteCount) ?? 0 })
        let free = try Directory.freeBytes(at: directory)
        guard free >= needed else {
            throw WorkListError.database(
                message: "migrating it to version \(Implementation.version) takes \(needed >> 20) MB of disk space for "
                    + "a copy and the migration, and \(free >> 20) MB are free",
                isBusy: false, isOutOfSpace: true)
        }
        let copy = "\(directory)/\(Self.prefix)\(Implementation.version).sqlite"
        try reader.copyDurably(to: copy)
        for name in Directory.names(in: directory) where name.hasPrefix(Self.prefix) && !copy.hasSuffix("/\(name)") {
            unlink("\(directory)/\(name)")
        }
        return copy
    }

    private static let prefix = "worklist-before-"
    private static let byteCount = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"

    /// Opens a read-only connection. A pool would write when it opens.
    private static func reader(of path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
