package import FoundationEssentials
package import GRDB

/// Something that a person did, or a rule of the configuration: who, what, about which study.
///
/// Stored in the transaction that does it, and followed by the audit trail. It outlives the study: who removed what
/// is known after it is gone.
package struct Act: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable, Codable {
        // Review
        case opened, released, accepted, edited, rejected, addended
        /// A workstation sent back a signed report that names a draft.
        case reportReturned
        // Administration of studies, deliveries and documents
        case retried, requeued, held, unheld, prioritised, deliveryRetried, documentsRetried
        // Users
        case userAdded, userChanged, userRemoved
        // What is kept
        case removed, backedUp, restored, exported
    }

    package let id: Int64
    package let at: Date
    /// Login of a user, `retention`, or the AE title that sent something.
    package let actor: String
    package let kind: Kind
    package let studyInstanceUID: String?
    /// As they were when it was done; for the audit trail alone, never for a log.
    package let patientID: String?
    package let patientName: String?
    /// More about it, by name; never with a patient's name or id.
    package let detail: [String: String]
}

extension Act: FetchableRecord {
    package init(row: Row) throws {
        id = row["id"]
        at = Date(milliseconds: row["at"])
        actor = row["actor"]
        guard let kind = Kind(rawValue: row["kind"]) else {
            throw WorkListError.unexpected("unknown kind of act")
        }
        self.kind = kind
        studyInstanceUID = row["studyInstanceUID"]
        patientID = row["patientID"]
        patientName = row["patientName"]
        detail = try JSONDecoder().decode([String: String].self, from: Data((row["detail"] as String).utf8))
    }

    /// Puts an act on record, in the transaction that does it.
    ///
    /// - Parameter studyRow: the study it is about; its patient is put on record with it.
    package static func record(
        _ kind: Kind, by actor: String, about studyRow: Int64? = nil, detail: [String: String] = [:], at now: Date,
        in db: Database
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try db.executeCached(
            """
            INSERT INTO act (at, actor, kind, studyInstanceUID, patientID, patientName, detail)
            SELECT ?, ?, ?, study.studyInstanceUID, study.patientID, study.patientName, ?
            FROM (SELECT 1) LEFT JOIN study ON study.id = ?
            """,
            [
                now.milliseconds, actor, kind.rawValue, String(decoding: try encoder.encode(detail), as: UTF8.self),
                studyRow,
            ])
    }
}
