package import FoundationEssentials
package import GRDB

extension Incident {
    /// What has to end before an incident is over. An incident without a cause is an event: it is over at once, and is shown
    /// for a day.
    package enum Cause: Sendable, Equatable {
        /// The study has no draft: until one is written, or the study is found ineligible or removed.
        case draft
        /// The documents of a verdict are missing: until they are written.
        case documents
        /// A report that was sent back waits: until it is decided.
        case returnedReport
        /// Deliveries to this peer were given up: until none of them is left as failed.
        case deliveries(to: String)
        /// A form of a study's report could not be written: until it is written, or no peer is sent it any more.
        case form(String)
        /// Objects of the study say another patient than it has: until a verdict is final, or the study is found ineligible
        /// or removed.
        case patient
        /// Stored files are damaged or missing: until a check of all of them finds none.
        case files
        /// The work list is being rebuilt: until every file has been looked at.
        case rebuild
        /// The work list is being restored: until every file of the backup has been copied and later files are added.
        case restore
        /// Something that lasts, by a name of its own: until the part that met it says that it is over.
        case condition(String)

        /// As the work list and its triggers have it.
        var text: String {
            switch self {
            case .draft: "draft"
            case .documents: "documents"
            case .returnedReport: "returned report"
            case .deliveries(let destination): "deliveries to \(destination)"
            case .form(let form): "form \(form)"
            case .patient: "patient"
            case .files: "files"
            case .rebuild: "rebuild"
            case .restore: "restore"
            case .condition(let name): "condition \(name)"
            }
        }
    }

    /// Closes the incidents with a cause that is gone.
    ///
    /// - Parameter study: closes only those of this study.
    package static func close(_ cause: Cause, ofStudy study: String? = nil, at now: Date, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE incident SET closedAt = ?1
                WHERE cause = ?2 AND closedAt IS NULL AND (?3 IS NULL OR studyInstanceUID = ?3)
                """,
            arguments: [now.milliseconds, cause.text, study])
    }

    /// Closes the incidents of a study with a cause that is gone.
    ///
    /// - Parameter row: row id of the study.
    package static func close(_ cause: Cause, ofStudyRow row: Int64, at now: Date, in db: Database) throws {
        let study = try String.fetchOne(db, sql: "SELECT studyInstanceUID FROM study WHERE id = ?", arguments: [row])
        if let study { try close(cause, ofStudy: study, at: now, in: db) }
    }
}
