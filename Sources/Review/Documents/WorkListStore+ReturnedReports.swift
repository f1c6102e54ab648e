import DICOMCore
package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Signed reports that workstations send back: put down as they arrive, read by the reporter process.
extension WorkListStore {
    /// Takes the signed report that has waited longest.
    ///
    /// - Returns: nil when none waits.
    package func claimReturnedReport(by claimant: Int32, at now: Date = Date()) throws -> ReturnedReport? {
        let due =
            "SELECT id FROM returnedReport WHERE state = 'pending' AND notBefore <= ? ORDER BY notBefore, id LIMIT 1"
        guard try read({ try Int64.fetchOne($0, sql: due, arguments: [now.milliseconds]) }) != nil else { return nil }
        return try write { db in
            let id = try Int64.fetchOne(
                db,
                sql: """
                    UPDATE returnedReport SET state = 'reading', attempt = attempt + 1, claimant = ?1, claimedAt = ?2,
                        changedAt = ?2
                    WHERE id = (\(due.replacing("?", with: "?2"))) RETURNING id
                    """,
                arguments: [claimant, now.milliseconds])
            return try id.flatMap { try returnedReport($0, in: db) }
        }
    }

    /// Puts on record what a signed report turned out to be. One that signs a draft is a verdict: it wins over whoever
    /// has the study open, and leaves the study as it is where that has gone beyond the draft.
    ///
    /// - Parameter destinations: names of the peers that the signed report is delivered to.
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held; nothing is changed then.
    package func resolve(
        _ returned: ReturnedReport, as outcome: ReturnedReportOutcome, deliveringTo destinations: [String] = [],
        at now: Date = Date()
    ) throws {
        try write { db in
            guard try returnedReport(returned.id, in: db) == returned else {
                throw WorkItemError.claimLost(workItem: returned.studyRow)
            }
            switch outcome {
            case .signs(_, let text, _, _, _) where text.isEmpty:
                try Self.end(returned, as: "unreadable", reason: "it has no text", at: now, in: db)
            case .signs(_, let text, _, _, _) where text.characterCount > SignedText.characterLimit:
                try Self.end(
                    returned, as: "unreadable", reason: "its text is longer than a report's", at: now, in: db)
            case .signs(let document, let text, let observer, let organization, let verifiedAt):
                let draft = try Self.signedDraft(document, ofStudy: returned.studyRow, in: db)
                guard let draft else { return try Self.end(returned, as: "unrelated", at: now, in: db) }
                let reviewer = Reviewer(
                    login: returned.callingAETitle, name: observer, organization: organization)
                let review = try Self.record(
                    text, of: draft, by: reviewer, in: returned, verifiedAt: min(verifiedAt, now), at: now, in: db)
                for destination in destinations {
                    try Self.enqueue(instanceRow: returned.instanceRow, for: destination, at: now, in: db)
                }
                try Self.end(returned, as: "signs", review: review, at: now, in: db)
            case .unrelated:
                try Self.end(returned, as: "unrelated", at: now, in: db)
            case .unreadable(let reason):
                try Self.end(returned, as: "unreadable", reason: reason, at: now, in: db)
            }
        }
    }

    /// Gives a claim back; this counts as no attempt.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func handBack(_ returned: ReturnedReport, notBefore: Date, at now: Date = Date()) throws {
        try write { db in
            guard try returnedReport(returned.id, in: db) == returned else {
                throw WorkItemError.claimLost(workItem: returned.studyRow)
            }
            try db.execute(
                sql: """
                    UPDATE returnedReport SET state = 'pending', attempt = attempt - 1, claimant = NULL,
                        claimedAt = NULL, notBefore = ?, changedAt = ? WHERE id = ?
                    """,
                arguments: [notBefore.milliseconds, now.milliseconds, returned.id])
        }
    }

    /// A claimed one; nil where it is claimed no longer.
    private func returnedReport(_ id: Int64, in db: Database) throws -> ReturnedReport? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT returnedReport.*, instance.sopClassUID, instance.sopInstanceUID, instance.path,
                    instance.callingAETitle, series.studyRow, study.studyInstanceUID
                FROM returnedReport JOIN instance ON instance.id = returnedReport.instanceRow
                JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                WHERE returnedReport.id = ? AND returnedReport.state = 'reading'
                """,
            arguments: [id])
        guard let row else { return nil }
        return ReturnedReport(
            id: id, path: files.absolute(row["path"]), studyInstanceUID: row["studyInstanceUID"],
            sopClassUID: row["sopClassUID"], sopInstanceUID: row["sopInstanceUID"],
            callingAETitle: row["callingAETitle"] ?? "", attempt: row["attempt"],
            candidates: try Self.candidates(ofStudy: row["studyRow"], in: db), instanceRow: row["instanceRow"],
            studyRow: row["studyRow"], claimant: row["claimant"])
    }

    private static func end(
        _ returned: ReturnedReport, as state: String, review: Int64? = nil, reason: String? = nil, at now: Date,
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE returnedReport SET state = ?, reviewRow = ?, reason = ?, claimant = NULL, claimedAt = NULL,
                    changedAt = ? WHERE id = ?
                """,
            arguments: [state, review, reason, now.milliseconds, returned.id])
    }
}
