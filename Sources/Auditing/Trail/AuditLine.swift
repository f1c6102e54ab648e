package import FoundationEssentials
import WorkListDatabase

/// One message of the audit trail as a line of an export: a JSON object. The hash is the SHA-256 of the values
/// `previousHash`, `id`, `milliseconds`, `event`, `outcome`, `studyInstanceUID` and `message`, separated by line feeds.
package struct AuditLine: Codable, Sendable {
    let id: Int64
    /// Time of the event since 1970.
    let milliseconds: Int64
    let event: String
    let outcome: Int
    /// Empty if the event is not about one study.
    let studyInstanceUID: String
    let previousHash: String
    let hash: String
    let message: String

    package init(_ record: AuditRecord) {
        id = record.id
        milliseconds = record.at.milliseconds
        event = record.event
        outcome = record.outcome
        studyInstanceUID = record.studyInstanceUID ?? ""
        previousHash = record.hexadecimalPreviousHash
        hash = record.anchor.hexadecimalHash
        message = record.message
    }

    /// The line with its line feed.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}

extension AuditRecord {
    /// The message on a line of an export; nil if a hash is not 64 hexadecimal digits.
    init?(_ line: AuditLine) {
        guard let hash = AuditAnchor.hash(hexadecimal: line.hash),
            let previousHash = AuditAnchor.hash(hexadecimal: line.previousHash)
        else { return nil }
        self.init(
            id: line.id, at: Date(milliseconds: line.milliseconds), event: line.event, outcome: line.outcome,
            studyInstanceUID: line.studyInstanceUID.isEmpty ? nil : line.studyInstanceUID, message: line.message,
            previousHash: previousHash, hash: hash)
    }
}
