import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

/// Makes rows from files, because the work list was lost. The daemon is not running then.
///
/// A study whose files have a signed report, an addendum or a rejection note was decided, and the decision is lost with
/// the work list. It is put on hold, so that no new draft takes the place of the decision before a person has checked.
extension WorkListStore {
    /// Due time of studies that are being rebuilt: they do not settle before `endRebuild`, when all their files have rows.
    package static let rebuilding = Date(milliseconds: 253_402_300_799_000)

    /// The reason of a hold on a study whose decision is lost.
    package static let holdOfRebuild = "rebuilt: a signed report or a rejection lies among its files"

    /// Records that a rebuild has begun; does nothing if it continues one that was interrupted.
    package func beginRebuild() throws {
        guard try !isOpen(.rebuild) else { return }
        try record(
            Incident(
                source: "rebuild", message: "the work list is not completely rebuilt",
                hint: "stop thoraxd and run thoraxctl rebuild; files that have a row already are skipped"),
            cause: .rebuild)
    }

    /// Stores a document that this node wrote, without a delivery.
    ///
    /// A draft is withdrawn: whether it was rejected is no longer known, and its study was decided or is drafted again. A
    /// rejection note withdraws all drafts of its study that were not accepted or edited.
    package func readmit(_ document: NewDocument, isDraft: Bool, at now: Date = Date()) throws {
        try write { db in
            let row = try Self.store(document, at: now, in: db)
            if isDraft {
                try db.execute(sql: "UPDATE instance SET isWithdrawn = 1 WHERE id = ?", arguments: [row])
            } else if document.form == .rejectionNote {
                try db.execute(
                    sql: """
                        UPDATE instance SET isWithdrawn = 1 WHERE id IN (SELECT draftDocument.instanceRow FROM study
                            JOIN workItem ON workItem.studyRow = study.id JOIN draft ON draft.workItemRow = workItem.id
                            JOIN draftDocument ON draftDocument.draftRow = draft.id
                            WHERE study.studyInstanceUID = ? AND NOT EXISTS (SELECT 1 FROM review
                                WHERE review.draftRow = draft.id AND review.verdict IN ('accepted', 'edited')))
                        """, arguments: [document.header.studyInstanceUID])
            }
        }
    }

    /// Puts a study on hold if its decision is not in the work list.
    package func holdDecided(study: String, by actor: String, at now: Date = Date()) throws {
        try write { try Self.holdDecided(study, by: actor, at: now, in: $0) }
    }

    /// Ends a rebuild in one transaction: puts decided studies on hold, lets new drafts continue the revisions of those among
    /// the files, because UIDs depend on the revision, and lets studies settle. A study whose current draft is in the work
    /// list continues after the latest file when it is drafted again (`WorkItem.continued`).
    ///
    /// - Returns: number of studies that are on hold because of a rebuild.
    package func endRebuild(by actor: String, detail: [String: String], at now: Date = Date()) throws -> Int {
        try write { db in
            try Self.holdDecided(nil, by: actor, at: now, in: db)
            let held =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM workItem WHERE heldAt IS NOT NULL AND holdReason = ?",
                    arguments: [Self.holdOfRebuild]) ?? 0
            try db.execute(
                sql: """
                    UPDATE workItem SET revision = 1 + (\(Self.latestDraft))
                    WHERE revision <= (\(Self.latestDraft)) AND NOT EXISTS (SELECT 1 FROM draft
                        WHERE draft.workItemRow = workItem.id AND draft.revision = workItem.revision)
                    """)
            try db.execute(
                sql: "UPDATE workItem SET notBefore = ? WHERE state = 'collecting' AND notBefore = ?",
                arguments: [now.milliseconds, Self.rebuilding.milliseconds])
            try Incident.close(.rebuild, at: now, in: db)
            try Act.record(
                .rebuilt, by: actor, detail: detail.merging(["held": "\(held)"]) { $1 }, at: now, in: db)
            return held
        }
    }

    /// The revision of a study's latest draft among its files. The Basic Text SR is always written.
    private static let latestDraft = """
        SELECT ifnull(max(instance.instanceNumber), 0) FROM series JOIN instance ON instance.seriesRow = series.id
        WHERE series.studyRow = workItem.studyRow AND instance.origin = 'produced'
            AND instance.sopClassUID = '\(SOPClass.basicTextSR)' AND instance.completionFlag = 'PARTIAL'
        """

    /// The revision of the latest draft among a study's files; 0 if there is none.
    static func latestDraft(ofStudy row: Int64, in db: Database) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT (\(latestDraft)) FROM (SELECT ? AS studyRow) AS workItem"), arguments: [row]) ?? 0
    }

    /// Whether a study's files have a report that a person signed, here or elsewhere, or a rejection note of this node, of
    /// which the work list knows no decision.
    private static let isDecided = """
        EXISTS (SELECT 1 FROM series JOIN instance ON instance.seriesRow = series.id
            WHERE series.studyRow = workItem.studyRow
                AND NOT EXISTS (SELECT 1 FROM reviewDocument WHERE reviewDocument.instanceRow = instance.id)
                AND NOT EXISTS (SELECT 1 FROM review WHERE review.returnedInstanceRow = instance.id) AND (
                instance.sopClassUID IN ('\(SOPClass.basicTextSR)', '\(SOPClass.enhancedSR)',
                    '\(SOPClass.comprehensiveSR)', '\(SOPClass.comprehensive3DSR)')
                    AND instance.completionFlag = 'COMPLETE' AND instance.verificationFlag = 'VERIFIED'
                OR instance.sopClassUID = '\(SOPClass.keyObjectSelection)' AND instance.origin = 'produced'))
        """

    /// Asked for every document that is added, so it begins with the study.
    static let decidedItemOfStudy = """
        SELECT workItem.* FROM study CROSS JOIN workItem ON workItem.studyRow = study.id
        WHERE study.studyInstanceUID = ? AND workItem.heldAt IS NULL AND \(isDecided)
        """

    /// - Parameter study: nil for all studies that are being rebuilt.
    private static func holdDecided(_ study: String?, by actor: String, at now: Date, in db: Database) throws {
        let items =
            try study.map { try WorkItem.fetchAll(db, sql: decidedItemOfStudy, arguments: [$0]) }
            ?? WorkItem.fetchAll(
                db, sql: "SELECT * FROM workItem WHERE heldAt IS NULL AND notBefore = ? AND \(isDecided)",
                arguments: [rebuilding.milliseconds])
        for item in items {
            // The reviewer who had it open when the backup was made must not sign it a second time.
            if item.state == .inReview { try item.apply(.released, at: now, in: db) }
            try hold(item, reason: holdOfRebuild, by: actor, at: now, in: db)
        }
    }

    /// When the work list was last restored from a backup or rebuilt, in milliseconds since 1970; nil if it never was. Reads
    /// every act.
    package func lastRestore() throws -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT max(at) FROM act WHERE kind IN ('restored', 'rebuilt')") }
    }

    /// The digest of the backup's copy from which the work list was restored; nil if it never was, has been rebuilt since, or
    /// an earlier version restored it.
    package func restoredDigest() throws -> String? {
        try read {
            try String.fetchOne(
                $0,
                sql: """
                    SELECT json_extract(detail, '$.sha256') FROM act
                    WHERE kind IN ('restored', 'rebuilt') ORDER BY id DESC LIMIT 1
                    """)
        }
    }

    /// Ends the hold on a study whose decision is lost because an administrator confirms that decision. The study is not
    /// drafted again until another image arrives or an administrator requeues it.
    ///
    /// The reason and the act name the signer that the latest signed report among the files names. A rejection note does not
    /// name one; the act says who confirmed the decision.
    ///
    /// - Throws: `WorkItemError.noLostDecision` if it is not on hold because of a rebuild.
    package func confirmDecision(on id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            try db.execute(
                sql: """
                    UPDATE workItem SET heldAt = NULL, heldBy = NULL, holdReason = NULL WHERE id = ? AND holdReason = ?
                    """, arguments: [id, Self.holdOfRebuild])
            guard db.changesCount > 0 else { throw WorkItemError.noLostDecision(workItem: id) }
            let signature = try LostSignature.latest(ofStudy: item.studyRow, in: db)
            // A verdict that came meanwhile, as from a signed report that was sent again, is valid by itself.
            if ![.accepted, .edited, .rejected].contains(item.state) { try setAside(item, signature, at: now, in: db) }
            let detail = item.actDetail().merging(signature?.detail ?? [:]) { $1 }
            try Act.record(.decisionConfirmed, by: actor, about: item.studyRow, detail: detail, at: now, in: db)
        }
    }

    private func setAside(_ item: WorkItem, _ signature: LostSignature?, at now: Date, in db: Database) throws {
        if item.state != .collecting {
            try item.continued(on: .imageReceived, in: db).apply(.imageReceived, at: now, notBefore: now, in: db)
        }
        let decision = signature.map { "report signed by \($0.name)" } ?? "rejection or report"
        let reason = "decided before the work list was restored or rebuilt: the \(decision) among its files is valid"
        try WorkItem.fetch(item.id, in: db).apply(.foundIneligible(reason: reason), at: now, in: db)
    }
}

/// The signer that the latest signed report among a study's files names.
private struct LostSignature {
    /// Verifying Observer Name (0040,A075).
    let name: String
    /// Verification DateTime (0040,A030), as it is written.
    let dateTime: String?

    var detail: [String: String] {
        var detail = ["signer": name]
        detail["signedAt"] = dateTime
        return detail
    }

    private enum Columns: String, ColumnExpression {
        case verifyingObserverName, verificationDateTime
    }

    static func latest(ofStudy row: Int64, in db: Database) throws -> LostSignature? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT verifyingObserverName, verificationDateTime
                FROM series JOIN instance ON instance.seriesRow = series.id
                WHERE series.studyRow = ? AND instance.completionFlag = 'COMPLETE'
                    AND instance.verificationFlag = 'VERIFIED' AND verifyingObserverName IS NOT NULL
                ORDER BY verificationDateTime DESC, instance.id DESC LIMIT 1
                """, arguments: [row]
        ).map { LostSignature(name: $0[Columns.verifyingObserverName], dateTime: $0[Columns.verificationDateTime]) }
    }
}
