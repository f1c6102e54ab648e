import DICOMCore
package import FoundationEssentials
import GRDB
import Glibc

/// How far the headers of stored objects have been read again.
package struct HeaderReading: Sendable, Equatable, Codable, FetchableRecord {
    /// Objects read, including those that could not be.
    package let done: Int
    package let total: Int
    /// Objects whose file is missing, damaged or another object's.
    package let unreadable: Int
}

extension WorkListStore {
    /// An object whose header could not be read again; its attributes stay as they are.
    package struct UnreadHeader: Sendable {
        package let sopInstanceUID: String
        package let reason: String
        /// Whether it is tried again later.
        package let isTemporary: Bool
    }

    /// Schedules the headers of all stored objects to be read again if they were read by other rules. Call it before
    /// anything is stored.
    ///
    /// - Parameter rules: name of the rules by which headers are read from now on.
    package func beginHeaderReading(by rules: String) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE headerReading SET rules = ?1, lastRow = 0, unreadable = 0,
                        endRow = (SELECT ifnull(max(id), 0) FROM instance),
                        firstRow = (SELECT ifnull(max(id), 0) FROM instance)
                    WHERE rules <> ?1
                    """, arguments: [rules])
            if db.changesCount > 0 { try db.execute(sql: "DELETE FROM unreadHeader") }
        }
    }

    /// Progress; nil when no object is left to read.
    package func headerReading() throws -> HeaderReading? {
        try read { db in
            try HeaderReading.fetchOne(
                db,
                sql: """
                    SELECT unreadable, (SELECT count(*) FROM instance WHERE id <= lastRow OR id > endRow AND id <= firstRow)
                        AS done, (SELECT count(*) FROM instance WHERE id <= firstRow) AS total
                    FROM headerReading WHERE EXISTS (SELECT 1 FROM instance WHERE id > lastRow AND id <= endRow)
                    """)
        }
    }

    /// Whether an object is left to read; faster than `headerReading`, which counts the objects.
    package func hasHeadersToRead() throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM headerReading JOIN instance ON instance.id > lastRow
                        AND instance.id <= endRow)
                    """) ?? false
        }
    }

    /// Number of objects that are tried again later, because their file could not be read.
    package func waitingHeaders() throws -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM unreadHeader") ?? 0 }
    }

    /// Number of objects that could not be read again.
    package func unreadableHeaders() throws -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT unreadable FROM headerReading") ?? 0 }
    }

    /// Time until a header is tried again whose file could not be read for a reason that passes.
    static let headerPause: TimeInterval = 600
    package static let headerPauseMilliseconds = Int64(headerPause * 1000)

    /// Reads the next headers from their files, newest first, and brings their rows up to date, in one transaction that also
    /// records how far this is: what is interrupted goes on there. When all are read, it tries those again whose files could
    /// not be read.
    ///
    /// - Returns: the headers that could not be read; nil when none is left to read now.
    package func readHeaders(limit: Int, at now: Date = Date()) throws -> [UnreadHeader]? {
        let (rows, isRepetition) = try read { db in
            let next = try StoredRow.fetchAll(
                db,
                sql: """
                    SELECT instance.id, sopInstanceUID, path FROM instance, headerReading
                    WHERE instance.id > lastRow AND instance.id <= endRow ORDER BY instance.id DESC LIMIT ?
                    """, arguments: [limit])
            guard next.isEmpty else { return (next, false) }
            let again = try StoredRow.fetchAll(
                db,
                sql: """
                    SELECT instance.id, sopInstanceUID, path FROM unreadHeader
                    JOIN instance ON instance.id = unreadHeader.instanceRow
                    WHERE notBefore <= ? ORDER BY notBefore LIMIT ?
                    """, arguments: [now.milliseconds, limit])
            return (again, true)
        }
        guard let last = rows.last else { return nil }
        let slice = rows.map { (row: $0.id, reading: reading(of: $0)) }
        let unread = slice.compactMap(\.reading.unread)
        let refused: [UnreadHeader] = try write { db in
            var refused: [UnreadHeader] = []
            for (row, reading) in slice {
                switch reading {
                case .read(let header):
                    // A row that the work list refuses stays as it is, and holds up no other.
                    guard let refusal = try db.changeOneRow({ _ = try header.restore(instanceRow: row, in: db) }) else {
                        break
                    }
                    refused.append(
                        .init(sopInstanceUID: header.sopInstanceUID, reason: "\(refusal)", isTemporary: false))
                    try db.execute(sql: "UPDATE headerReading SET unreadable = unreadable + 1")
                case .unread(let header) where header.isTemporary:
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO unreadHeader (instanceRow, notBefore) VALUES (?, ?)",
                        arguments: [row, (now + Self.headerPause).milliseconds])
                    continue
                case .unread: try db.execute(sql: "UPDATE headerReading SET unreadable = unreadable + 1")
                }
                if isRepetition {
                    try db.execute(sql: "DELETE FROM unreadHeader WHERE instanceRow = ?", arguments: [row])
                }
            }
            if !isRepetition {
                try db.execute(sql: "UPDATE headerReading SET endRow = ?", arguments: [last.id - 1])
            }
            return refused
        }
        return unread + refused
    }

    private enum Reading {
        case read(InstanceHeader)
        case unread(UnreadHeader)

        var unread: UnreadHeader? { if case .unread(let header) = self { header } else { nil } }
    }

    private func reading(of row: StoredRow) -> Reading {
        do throws(HeaderScanError) {
            var source = try ScanSource(path: files.absolute(row.path))
            let header = try InstanceHeader(ofFile: &source)
            guard header.sopInstanceUID == row.sopInstanceUID else {
                return .unread(
                    .init(
                        sopInstanceUID: row.sopInstanceUID, reason: "the file is another object's", isTemporary: false))
            }
            return .read(header)
        } catch {
            return .unread(
                .init(sopInstanceUID: row.sopInstanceUID, reason: "\(error)", isTemporary: error.mayPass))
        }
    }
}

extension HeaderScanError {
    /// Whether the system could not read the file for another reason than that it is not there.
    fileprivate var mayPass: Bool {
        guard case .unreadable(let code) = self else { return false }
        return ![ENOENT, ENOTDIR, EISDIR, ELOOP].contains(code)
    }
}

/// The row of an object whose header is to be read again.
private struct StoredRow: FetchableRecord, Decodable {
    let id: Int64
    let sopInstanceUID: String
    let path: String
}
