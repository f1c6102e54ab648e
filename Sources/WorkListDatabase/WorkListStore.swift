import Dispatch
package import GRDB
import Platform

/// The work list: a SQLite database of all studies with their images, states and drafts.
///
/// Stages of the daemon exchange work only through its rows. All calls block and may be made from any thread except
/// those of the cooperative pool. The write-ahead log with `synchronous = FULL` ensures that changes survive a power
/// failure once a call has returned.
package final class WorkListStore: Sendable {
    let pool: DatabasePool
    private let commits: GroupCommit
    /// Has as many places as queries may read at the same time.
    let queries = DispatchSemaphore(value: queryReaders)
    /// Paths of images and reports.
    package let files: InstanceFiles
    /// Copy of the work list from before this program migrated it; nil when no migration was needed.
    package let copyBeforeMigration: String?

    /// Why a work list is opened.
    package enum Purpose: Sendable {
        /// By the daemon: the work list is created when missing, and migrated to this version's schema.
        case serving
        /// By another program while the daemon may be running: the work list is neither created nor migrated.
        case changing
        /// Like `changing`, but read-only.
        case asking
    }

    /// Opens the work list of a state directory.
    ///
    /// - Throws: `WorkListError.otherSchema` when a newer version migrated the work list, or when an older one created
    ///   it and the purpose is not `serving`. Nothing is written to the file then.
    package init(stateDirectory: String, for purpose: Purpose = .serving) throws {
        files = try InstanceFiles(stateDirectory: stateDirectory, isToBeMade: purpose == .serving)
        let path = Self.path(in: stateDirectory)
        do {
            let applied = try AppliedMigrations(ofWorkListAt: path)
            guard applied != nil || purpose == .serving else {
                throw WorkListError.unusable(path: path, message: "it does not exist or is empty")
            }
            try applied?.check(mayMigrate: purpose == .serving)
            copyBeforeMigration = purpose == .serving ? try applied?.copyWorkList() : nil
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = true
            configuration.maximumReaderCount = Self.readers
            configuration.readonly = purpose == .asking
            let isNew = applied == nil
            configuration.prepareDatabase { db in
                // Before the first table, so that the file can return free pages.
                if isNew, !db.configuration.readonly { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
                try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheBytes(of: db) / 1024)")
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            commits = GroupCommit(pool)
            if purpose != .asking { try Self.makeDurable(pool, path: path) }
            if purpose == .serving { try Schema.migrate(pool) }
        } catch let error as DatabaseError {
            let message = error.message ?? error.description
            throw error.isOfDamage
                ? WorkListError.damaged(path: path, message: message)
                : WorkListError.unusable(path: path, message: message)
        }
    }

    /// Bytes of pages that a connection keeps in memory. The one that writes keeps the index pages that each object changes; those
    /// that read keep the upper index pages, and find the others in the page cache of the system.
    private static func cacheBytes(of db: Database) -> Int { db.configuration.readonly ? 2 << 20 : 8 << 20 }

    /// Sets `synchronous = FULL` after opening, because GRDB sets NORMAL when it switches to the write-ahead log. After a long
    /// read the write-ahead log is cut to `WriteAheadLog.keptBytes`.
    private static func makeDurable(_ pool: DatabasePool, path: String) throws {
        let synchronous = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA journal_size_limit = \(WriteAheadLog.keptBytes)")
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        guard synchronous == 2 else {
            throw WorkListError.unusable(path: path, message: "SQLite does not accept synchronous = FULL")
        }
    }

    /// Returns the path of the database file in a state directory.
    package static func path(in stateDirectory: String) -> String { "\(stateDirectory)/worklist.sqlite" }

    /// Returns the path of the file that the daemon keeps locked while it runs.
    package static func daemonLockPath(in stateDirectory: String) -> String { "\(stateDirectory)/thoraxd.lock" }

    /// Returns the path of the file that the reporter process keeps locked while it runs.
    package static func reporterLockPath(in stateDirectory: String) -> String { "\(stateDirectory)/reporter.lock" }

    /// Runs `body` in one transaction, which is rolled back if it throws.
    package func write<T>(_ body: (Database) throws -> T) throws -> T {
        try translating { try pool.write(body) }
    }

    /// Runs `body` in a transaction that shares its commit with concurrent callers.
    package func writeWithOthers<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) throws -> T {
        try translating { try commits.write(body) }
    }

    package func read<T>(_ body: (Database) throws -> T) throws -> T {
        try translating { try pool.read(body) }
    }

    func translating<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            if error.isOfDamage {
                throw WorkListError.damaged(
                    path: Self.path(in: files.stateDirectory), message: error.message ?? error.resultCode.description)
            }
            throw WorkListError.database(
                message: error.message ?? error.resultCode.description,
                isBusy: error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED,
                isOutOfSpace: error.resultCode == .SQLITE_FULL)
        }
    }
}

extension DatabaseError {
    /// Whether SQLite finds the database file itself malformed.
    fileprivate var isOfDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
