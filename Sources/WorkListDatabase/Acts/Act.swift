package import FoundationEssentials
package import GRDB

/// A change that a user or a rule of the configuration made: who, what, and to which study.
///
/// It is stored in the transaction of the change, and the audit trail is made from it. It outlives the study, so that
/// it still shows who removed a study.
package struct Act: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable, Codable {
        // Review
        case opened, released, accepted, edited, rejected, addended
        /// A reviewer withdrew a verdict before it was final.
        case withdrawn
        /// A reviewer recorded a first impression, before the draft was shown.
        case impressionRecorded
        /// A workstation sent back a signed report that names a draft.
        case reportReturned
        /// A reviewer confirmed, or dismissed, such a report.
        case reportConfirmed, reportDismissed
        // Administration of studies, deliveries and documents
        case retried, requeued, held, unheld, prioritised, deliveryRetried, documentsRetried
        /// A delivery was dropped after an attempt, because its document was withdrawn. A trigger writes it.
        case deliveryWithdrawn
        /// An administrator confirmed a decision that a rebuild found only among a study's files.
        case decisionConfirmed
        // Users
        case userAdded, userChanged, userRemoved
        // Configuration
        case modelChosen
        // Tokens of web clients
        case tokenAdded, tokenRevoked
        // Users of the page
        case passwordSet, sessionEnded
        // Storage
        /// Images of a study with very many were removed, to be followed by the study.
        case imagesRemoved
        case removed, quarantineReleased, backedUp, restored, rebuilt, exported
    }

    package let id: Int64
    package let at: Date
    /// Login of a user, `retention`, `delivery`, or the AE title of a sender.
    package let actor: String
    package let kind: Kind
    package let studyInstanceUID: String?
    /// Patient ID at the time of the act. It is for the audit trail only and must never be logged.
    package let patientID: String?
    package let patientName: String?
    /// Further details by key. They never contain a patient's name or ID.
    package let detail: [String: String]
}

extension Act: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case id, at, actor, kind, studyInstanceUID, patientID, patientName, detail
    }

    package init(row: Row) throws {
        id = row[Columns.id]
        at = Date(milliseconds: row[Columns.at])
        actor = row[Columns.actor]
        guard let kind = Kind(rawValue: row[Columns.kind]) else {
            throw WorkListError.unexpected("unknown kind of act")
        }
        self.kind = kind
        studyInstanceUID = row[Columns.studyInstanceUID]
        patientID = row[Columns.patientID]
        patientName = row[Columns.patientName]
        detail = try JSONDecoder().decode([String: String].self, from: Data((row[Columns.detail] as String).utf8))
    }

    /// Records an act in the transaction of the change.
    ///
    /// - Parameter studyRow: the study that the act is about; its patient is recorded too.
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
