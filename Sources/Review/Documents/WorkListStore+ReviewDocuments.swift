import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkList
package import WorkListDatabase

/// The documents that follow a verdict: claimed, written and stored by the reporter process.
extension WorkListStore {
    /// Takes the oldest verdict whose documents are to be written. An addendum waits for what it adds to.
    ///
    /// - Returns: nil when none waits.
    package func claimReviewDocuments(by claimant: Int32, at now: Date = Date()) throws -> ReviewDocumentsClaim? {
        let due = """
            SELECT id FROM review WHERE documentState = 'pending' AND notBefore <= ?
                AND (verdict <> 'addended' OR NOT EXISTS (
                    SELECT 1 FROM review AS earlier WHERE earlier.workItemRow = review.workItemRow
                        AND earlier.id < review.id AND earlier.documentState IN ('pending', 'writing')))
            ORDER BY notBefore, id LIMIT 1
            """
        guard try read({ try Int64.fetchOne($0, sql: due, arguments: [now.milliseconds]) }) != nil else { return nil }
        return try write { db in
            let review = try ReviewRecord.fetchOne(
                db,
                sql: """
                    UPDATE review SET documentState = 'writing', attempt = attempt + 1, claimant = ?, claimedAt = ?
                    WHERE id = (\(due)) RETURNING *
                    """,
                arguments: [claimant, now.milliseconds, now.milliseconds])
            guard let review else { return nil }
            let study = try Row.fetchOne(
                db,
                sql: """
                    SELECT study.id, study.studyInstanceUID, draft.report FROM draft
                    JOIN workItem ON workItem.id = draft.workItemRow JOIN study ON study.id = workItem.studyRow
                    WHERE draft.id = ?
                    """,
                arguments: [review.draftRow])
            guard let study else { throw WorkItemError.claimLost(workItem: review.workItemRow) }
            let drafts = try Self.references(
                db, "SELECT form, instanceRow FROM draftDocument WHERE draftRow = ?", [review.draftRow])
            let predecessors = try review.verdict == .addended ? Self.signedDocuments(for: review, in: db) : drafts
            return ReviewDocumentsClaim(
                review: review, studyInstanceUID: study["studyInstanceUID"],
                images: try images(ofStudy: study["id"], onlyEligible: true, in: db), draftReport: study["report"],
                predecessors: Dictionary(predecessors.map { ($0.form, $0.reference) }) { _, last in last },
                draftDocuments: drafts.map(\.reference), revision: review.revision)
        }
    }

    /// Stores the documents of a verdict as instances of the study, with the destinations they go to, in one
    /// transaction. There may be none: a rejection that nobody wants to be sent.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held; nothing is stored then.
    package func store(
        _ documents: [NewDocument], for claim: ReviewDocumentsClaim, at now: Date = Date()
    ) throws {
        try write { db in
            try Self.check(claim, in: db)
            for document in documents {
                let instanceRow = try Self.store(document, at: now, in: db)
                try db.execute(
                    sql: "INSERT INTO reviewDocument (reviewRow, form, instanceRow) VALUES (?, ?, ?)",
                    arguments: [claim.review.id, document.form.rawValue, instanceRow])
            }
            try db.execute(
                sql: """
                    UPDATE review SET documentState = 'written', claimant = NULL, claimedAt = NULL, documentReason = NULL
                    WHERE id = ?
                    """,
                arguments: [claim.review.id])
        }
    }

    /// Ends a claim without documents; the third attempt is the last.
    ///
    /// - Parameters:
    ///   - isPermanent: another attempt cannot do better.
    ///   - notBefore: earliest time of the next attempt, where there is one.
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func end(
        _ claim: ReviewDocumentsClaim, reason: String, isPermanent: Bool, notBefore: Date, at now: Date = Date()
    ) throws {
        try write { db in
            try Self.check(claim, in: db)
            try Self.endReviewClaims(
                of: claim.review.id, with: .attemptFailed(reason: reason, isPermanent: isPermanent),
                notBefore: notBefore, at: now, in: db)
        }
    }

    /// Gives a claim back; this counts as no attempt.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func handBack(_ claim: ReviewDocumentsClaim, notBefore: Date, at now: Date = Date()) throws {
        try write { db in
            try Self.check(claim, in: db)
            try Self.endReviewClaims(of: claim.review.id, with: .handedBack, notBefore: notBefore, at: now, in: db)
        }
    }

    /// Has the documents of a study's verdicts written again that could not be; returns how many verdicts.
    package func retryReviewDocuments(of workItem: Int64, at now: Date = Date()) throws -> Int {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE review SET documentState = 'pending', attempt = 0, notBefore = ?
                    WHERE workItemRow = ? AND documentState = 'failed'
                    """,
                arguments: [now.milliseconds, workItem])
            return db.changesCount
        }
    }

    /// Ends every claim on the documents of a review and on a returned report, once no reporter process is left.
    package func endReviewClaims(with event: WorkItemEvent, notBefore: Date, at now: Date = Date()) throws {
        try write { try Self.endReviewClaims(with: event, notBefore: notBefore, at: now, in: $0) }
    }

    /// When the oldest running claim of a reporter process on review documents or a returned report began; nil if it
    /// has none.
    package func oldestReviewClaim(of claimant: Int32) throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(claimedAt) FROM (
                        SELECT claimedAt FROM review WHERE documentState = 'writing' AND claimant = ?1
                        UNION ALL SELECT claimedAt FROM returnedReport WHERE state = 'reading' AND claimant = ?1)
                    """,
                arguments: [claimant])
        }.map(Date.init(milliseconds:))
    }

    /// Ends claims of documents and of returned reports as those of drafts are ended.
    ///
    /// - Parameter review: whose documents alone; nil ends every claim of both kinds.
    static func endReviewClaims(
        of review: Int64? = nil, with event: WorkItemEvent, notBefore: Date, at now: Date, in db: Database
    ) throws {
        let (reason, isPermanent, uncounted): (String?, Bool, Int) =
            switch event {
            case .attemptFailed(let reason, let isPermanent): (reason, isPermanent, 0)
            default: (nil, false, 1)
            }
        let isLast = "?1 OR (attempt >= \(ReviewRecord.maximumAttempts) AND NOT ?2)"
        try db.execute(
            sql: """
                UPDATE review SET documentState = CASE WHEN \(isLast) THEN 'failed' ELSE 'pending' END,
                    attempt = attempt - ?2, claimant = NULL, claimedAt = NULL, documentReason = ?3, notBefore = ?4
                WHERE documentState = 'writing' AND id = ifnull(?5, id)
                """,
            arguments: [isPermanent, uncounted, reason, notBefore.milliseconds, review])
        guard review == nil else { return }
        try db.execute(
            sql: """
                UPDATE returnedReport SET state = CASE WHEN \(isLast) THEN 'unreadable' ELSE 'pending' END,
                    attempt = attempt - ?2, claimant = NULL, claimedAt = NULL, reason = ?3, notBefore = ?4,
                    changedAt = ?5
                WHERE state = 'reading'
                """,
            arguments: [isPermanent, uncounted, reason, notBefore.milliseconds, now.milliseconds])
    }

    private static func check(_ claim: ReviewDocumentsClaim, in db: Database) throws {
        guard try review(claim.review.id, in: db) == claim.review else {
            throw WorkItemError.claimLost(workItem: claim.review.workItemRow)
        }
    }

    /// What was signed of a draft before an addendum to it: the last of each form.
    private static func signedDocuments(
        for addendum: ReviewRecord, in db: Database
    ) throws -> [(form: ReportForm, reference: InstanceReference)] {
        let returned = try references(
            db,
            """
            SELECT form.value AS form, review.returnedInstanceRow AS instanceRow
            FROM review, json_each('["basic-text-sr", "enhanced-sr"]') AS form
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited')
                AND review.documentState = 'returned' ORDER BY review.id
            """, [addendum.draftRow, addendum.id])
        let written = try references(
            db,
            """
            SELECT reviewDocument.form, reviewDocument.instanceRow FROM review
            JOIN reviewDocument ON reviewDocument.reviewRow = review.id
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited') ORDER BY review.id
            """, [addendum.draftRow, addendum.id])
        return returned + written
    }

    /// - Parameter sql: rows of `form` and `instanceRow`.
    private static func references(
        _ db: Database, _ sql: String, _ arguments: StatementArguments
    ) throws -> [(form: ReportForm, reference: InstanceReference)] {
        try Row.fetchAll(
            db,
            sql: """
                WITH document AS (\(sql))
                SELECT document.form, study.studyInstanceUID, series.seriesInstanceUID, instance.sopClassUID,
                    instance.sopInstanceUID
                FROM document JOIN instance ON instance.id = document.instanceRow
                JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                ORDER BY instance.id
                """,
            arguments: arguments
        ).compactMap { row in
            guard let form = ReportForm(rawValue: row["form"]) else { return nil }
            return (
                form,
                InstanceReference(
                    studyInstanceUID: row["studyInstanceUID"], seriesInstanceUID: row["seriesInstanceUID"],
                    sopClassUID: row["sopClassUID"], sopInstanceUID: row["sopInstanceUID"])
            )
        }
    }
}

extension AwaitedRows {
    /// Verdicts of reviewers and reports that came back, which the reporter process follows up.
    package static let toDocument = AwaitedRows(of: ["review", "returnedReport"])
}
