import Crypto
package import FoundationEssentials
import GRDB
import Platform
import WorkListDatabase

/// One stored message of the audit trail. It is never changed, is removed only after its export, and is
/// sealed with the hash of the previous message.
package struct AuditRecord: Sendable, Equatable {
    /// Number of the message, from 1 without gaps.
    package let id: Int64
    /// Time of the event.
    package let at: Date
    /// Event code (PS3.16 CID 400).
    package let event: String
    /// Event Outcome Indicator: 0 for success.
    package let outcome: Int
    package let studyInstanceUID: String?
    /// XML in the schema of PS3.15 A.5.1, with patient names and IDs: only for the trail and its collector.
    package let message: String
    /// SHA-256, 32 bytes.
    package let previousHash: [UInt8]
    package let hash: [UInt8]

    /// The correct hash: SHA-256 of these lines: previous hash in hexadecimal, id, time in milliseconds since 1970,
    /// event, outcome, study, message. They are text, so that any tool can check the hash.
    var expectedHash: [UInt8] {
        let lines = [
            previousHash.hexadecimal, "\(id)", "\(at.milliseconds)", event, "\(outcome)",
            studyInstanceUID ?? "", message,
        ]
        return Array(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
    }

    /// Creates the sealed message that follows another one.
    init(_ event: AuditEvent, of source: AuditSource, after previous: AuditAnchor?) {
        let unsealed = AuditRecord(
            id: (previous?.id ?? 0) + 1, at: event.at, event: event.id.rawValue, outcome: event.outcome.indicator,
            studyInstanceUID: event.studyInstanceUID, message: event.xml(from: source),
            previousHash: previous?.hash ?? [UInt8](repeating: 0, count: 32), hash: [])
        self.init(unsealed, hash: unsealed.expectedHash)
    }

    private init(_ other: AuditRecord, hash: [UInt8]) {
        self.init(
            id: other.id, at: other.at, event: other.event, outcome: other.outcome,
            studyInstanceUID: other.studyInstanceUID, message: other.message, previousHash: other.previousHash,
            hash: hash)
    }

    init(
        id: Int64, at: Date, event: String, outcome: Int, studyInstanceUID: String?, message: String,
        previousHash: [UInt8], hash: [UInt8]
    ) {
        self.id = id
        self.at = at
        self.event = event
        self.outcome = outcome
        self.studyInstanceUID = studyInstanceUID
        self.message = message
        self.previousHash = previousHash
        self.hash = hash
    }

    /// Anchor of this message.
    package var anchor: AuditAnchor { AuditAnchor(id: id, hash: hash) }
}

extension AuditRecord: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case id, at, event, outcome, studyInstanceUID, message, previousHash, hash
    }

    init(row: Row) {
        self.init(
            id: row[Columns.id], at: Date(milliseconds: row[Columns.at]), event: row[Columns.event],
            outcome: row[Columns.outcome], studyInstanceUID: row[Columns.studyInstanceUID],
            message: row[Columns.message], previousHash: Array(row[Columns.previousHash] as Data),
            hash: Array(row[Columns.hash] as Data))
    }

    func insert(in db: Database) throws {
        try db.executeCached(
            """
            INSERT INTO auditMessage (id, at, event, outcome, studyInstanceUID, message, previousHash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [id, at.milliseconds, event, outcome, studyInstanceUID, message, Data(previousHash), Data(hash)])
    }
}

/// Hash and id of a message. With a copy stored elsewhere one can check that the trail is still complete up to that
/// message.
package struct AuditAnchor: Sendable, Equatable, CustomStringConvertible {
    package let id: Int64
    package let hash: [UInt8]

    package init(id: Int64, hash: [UInt8]) {
        self.id = id
        self.hash = hash
    }

    /// Parses `HASH@ID`; nil when the text has another form.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[1]), id > 0 else { return nil }
        guard let hash = Self.hash(hexadecimal: parts[0]) else { return nil }
        self.init(id: id, hash: hash)
    }

    /// A hash from its hexadecimal form; nil if it has another one.
    static func hash(hexadecimal text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }

    /// Hash in hexadecimal.
    package var hexadecimalHash: String { hash.hexadecimal }

    package var description: String { "\(hexadecimalHash)@\(id)" }
}
