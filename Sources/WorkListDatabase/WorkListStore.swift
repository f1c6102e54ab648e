package import GRDB
import Platform

/// The one place that knows every study, its images, its state and its drafts: a SQLite database.
///
/// Stages of the daemon meet only in its rows. All calls block and may be made from any thread but the cooperative
/// pool's. Write-ahead log with `synchronous = FULL`: what a call has returned survives a power cut.
package final class WorkListStore: Sendable {
    let pool: DatabasePool
    private let commits: GroupCommit
    /// Where the images and reports are.
    package let files: InstanceFiles
    /// Copy of the work list from before this program migrated it; nil when there was nothing to migrate.
    package let copyBeforeMigration: String?

    /// What a work list is opened for.
    package enum Purpose: Sendable {
        /// The daemon's own: made where it is missing, and brought to this version's schema.
        case serving
        /// By another program beside the daemon: neither made nor brought to another schema.
        case changing
        /// The same, and nothing can be changed.
        case asking
    }

    /// Opens the work list of a state directory.
    ///
    /// - Throws: `WorkListError.otherSchema` when a newer version migrated the work list, or an older one made it and the
    ///   purpose is not `serving`. Nothing was written to the file then.
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
            configuration.maximumReaderCount = 8
            configuration.readonly = purpose == .asking
            configuration.prepareDatabase { db in
                // 8 MB of pages for each connection: what leads to the rows of a large work list stays at hand.
                try db.execute(sql: "PRAGMA cache_size = -8000")
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            commits = GroupCommit(pool)
            if purpose != .asking { try Self.makeDurable(pool, path: path) }
            if purpose == .serving { try Schema.migrate(pool) }
        } catch let error as DatabaseError {
            throw WorkListError.unusable(path: path, message: error.message ?? error.description)
        }
    }

    /// GRDB sets NORMAL when it switches to the write-ahead log, so FULL comes after opening.
    private static func makeDurable(_ pool: DatabasePool, path: String) throws {
        let synchronous = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        guard synchronous == 2 else {
            throw WorkListError.unusable(path: path, message: "SQLite does not accept synchronous = FULL")
        }
    }

    /// The database file of a state directory.
    package static func path(in stateDirectory: String) -> String { "\(stateDirectory)/worklist.sqlite" }

    /// The file that the daemon of a state directory holds locked while it lives.
    package static func daemonLockPath(in stateDirectory: String) -> String { "\(stateDirectory)/thoraxd.lock" }

    /// The file that its reporter process holds locked while it lives.
    package static func reporterLockPath(in stateDirectory: String) -> String { "\(stateDirectory)/reporter.lock" }

    /// One transaction: all of `body` or nothing.
    package func write<T>(_ body: (Database) throws -> T) throws -> T {
        try translating { try pool.write(body) }
    }

    /// The same, in a commit that callers of the same moment share.
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
            throw WorkListError.database(
                message: error.message ?? error.resultCode.description,
                isBusy: error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED,
                isOutOfSpace: error.resultCode == .SQLITE_FULL)
        }
    }
}
