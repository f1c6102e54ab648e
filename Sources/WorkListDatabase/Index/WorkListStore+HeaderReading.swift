import DICOMCore
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
                        endRow = (SELECT ifnull(max(id), 0) FROM instance)
                    WHERE rules <> ?1
                    """, arguments: [rules])
        }
    }

    /// Progress; nil when no object is left to read.
    package func headerReading() throws -> HeaderReading? {
        try read { db in
            try HeaderReading.fetchOne(
                db,
                sql: """
                    SELECT unreadable, (SELECT count(*) FROM instance WHERE id <= lastRow) AS done,
                        (SELECT count(*) FROM instance WHERE id <= endRow) AS total
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

    /// Number of objects that could not be read again.
    package func unreadableHeaders() throws -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT unreadable FROM headerReading") ?? 0 }
    }

    /// Reads the next headers from their files and updates their rows, in one transaction that also records the progress,
    /// so that an interrupted run continues there.
    ///
    /// - Returns: the headers that could not be read; nil when no object was left to read.
    package func readHeaders(limit: Int) throws -> [UnreadHeader]? {
        let rows = try read { db in
            try StoredRow.fetchAll(
                db,
                sql: """
                    SELECT instance.id, sopInstanceUID, path FROM instance, headerReading
                    WHERE instance.id > lastRow AND instance.id <= endRow ORDER BY instance.id LIMIT ?
                    """, arguments: [limit])
        }
        guard let last = rows.last else { return nil }
        var headers: [(row: Int64, header: InstanceHeader)] = []
        var unread: [UnreadHeader] = []
        for row in rows {
            do {
                let header = try InstanceHeader(ofFileAt: files.absolute(row.path))
                guard header.sopInstanceUID == row.sopInstanceUID else {
                    unread.append(.init(sopInstanceUID: row.sopInstanceUID, reason: "the file is another object's"))
                    continue
                }
                headers.append((row.id, header))
            } catch {
                unread.append(.init(sopInstanceUID: row.sopInstanceUID, reason: "\(error)"))
            }
        }
        try write { db in
            for (row, header) in headers { _ = try header.restore(instanceRow: row, in: db) }
            try db.execute(
                sql: "UPDATE headerReading SET lastRow = ?, unreadable = unreadable + ?",
                arguments: [last.id, unread.count])
        }
        return unread
    }
}

/// The row of an object whose header is to be read again.
private struct StoredRow: FetchableRecord, Decodable {
    let id: Int64
    let sopInstanceUID: String
    let path: String
}

extension InstanceHeader {
    fileprivate init(ofFileAt path: String) throws(HeaderScanError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(errno: errno) }
        defer { close(descriptor) }
        var source = try ScanSource(descriptor: descriptor)
        try self.init(ofFile: &source)
    }
}
