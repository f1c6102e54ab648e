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
        let due = JobQuery<ReviewRecord>(
            """
            review.documentState = 'pending' AND review.notBefore <= ?
                AND (review.verdict <> 'addended' OR NOT EXISTS (
                    SELECT 1 FROM review AS earlier WHERE earlier.workItemRow = review.workItemRow
                        AND earlier.id < review.id AND earlier.documentState IN ('pending', 'writing')))
            """, [now.milliseconds], orderedBy: "review.notBefore, review.id")
        return try claim(due, by: claimant, at: now) { review, db in
            let report = try String.fetchOne(
                db, sql: "SELECT report FROM draft WHERE id = ?", arguments: [review.draftRow])
            guard let report else { throw review.claimLost }
            let item = try WorkItem.fetch(review.workItemRow, in: db)
            let drafts = try ReportDocument.fetchAll(
                "SELECT form, instanceRow FROM draftDocument WHERE draftRow = ?", [review.draftRow], in: db)
            let predecessors = try review.verdict == .addended ? Self.signedDocuments(for: review, in: db) : drafts
            return ReviewDocumentsClaim(
                review: review, studyInstanceUID: try item.studyInstanceUID(in: db),
                images: try images(ofStudy: item.studyRow, onlyEligible: true, in: db), draftReport: report,
                predecessors: Dictionary(predecessors.map { ($0.form, $0.reference) }) { _, last in last },
                draftDocuments: drafts.map(\.reference), revision: review.revision)
        }.first
    }

    /// Stores the documents of a verdict as instances of the study, with the destinations they go to, in one
    /// transaction. There may be none: a rejection that nobody wants to be sent.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held; nothing is stored then.
    package func store(
        _ documents: [NewDocument], for claim: ReviewDocumentsClaim, at now: Date = Date()
    ) throws {
        try write { db in
            try checkClaim(claim.review, in: db)
            for document in documents {
                let instanceRow = try Self.store(document, at: now, in: db)
                try db.execute(
                    sql: "INSERT INTO reviewDocument (reviewRow, form, instanceRow) VALUES (?, ?, ?)",
                    arguments: [claim.review.id, document.form.rawValue, instanceRow])
            }
            try claim.review.apply(.written, at: now, in: db)
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
        try settle(
            claim.review, as: .attemptFailed(reason: reason, isPermanent: isPermanent), notBefore: notBefore, at: now)
    }

    /// Gives a claim back; this counts as no attempt.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func handBack(_ claim: ReviewDocumentsClaim, notBefore: Date, at now: Date = Date()) throws {
        try handBack(claim.review, notBefore: notBefore, at: now)
    }

    /// Has the documents of a study's verdicts written again that could not be; returns how many verdicts.
    package func retryReviewDocuments(of workItem: Int64, by actor: String, at now: Date = Date()) throws -> Int {
        let failed = JobQuery<ReviewRecord>("workItemRow = ? AND documentState = 'failed'", [workItem])
        return try retry(failed, by: actor, at: now)
    }

    /// Ends every claim on the documents of a review and on a returned report, once no reporter process is left, as
    /// those on studies are ended.
    package func endReviewClaims(with event: WorkItemEvent, notBefore: Date, at now: Date = Date()) throws {
        func end<J: Job>(_: J.Type, in db: Database) throws where J.Event: AttemptEvent {
            var ending = J.Event.handedBack
            if case .attemptFailed(let reason, let isPermanent) = event {
                ending = .attemptFailed(reason: reason, isPermanent: isPermanent)
            }
            try apply(ending, toAll: JobQuery<J>.claimed, notBefore: notBefore, at: now, in: db)
        }
        try write { db in
            try end(ReviewRecord.self, in: db)
            try end(ReturnedReport.self, in: db)
        }
    }

    /// When the oldest running claim of a reporter process on review documents or a returned report began; nil if it
    /// has none.
    package func oldestReviewClaim(of claimant: Int32) throws -> Date? {
        try [
            oldestClaim(among: ReviewRecord.self, of: claimant), oldestClaim(among: ReturnedReport.self, of: claimant),
        ].compactMap(\.self).min()
    }

    /// What was signed of a draft before an addendum to it: the last of each form.
    private static func signedDocuments(
        for addendum: ReviewRecord, in db: Database
    ) throws -> [ReportDocument] {
        let returned = try ReportDocument.fetchAll(
            """
            SELECT form.value AS form, review.returnedInstanceRow AS instanceRow
            FROM review, json_each('["basic-text-sr", "enhanced-sr"]') AS form
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited')
                AND review.documentState = 'returned' ORDER BY review.id
            """, [addendum.draftRow, addendum.id], in: db)
        let written = try ReportDocument.fetchAll(
            """
            SELECT reviewDocument.form, reviewDocument.instanceRow FROM review
            JOIN reviewDocument ON reviewDocument.reviewRow = review.id
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited') ORDER BY review.id
            """, [addendum.draftRow, addendum.id], in: db)
        return returned + written
    }
}

extension AwaitedRows {
    /// Verdicts of reviewers and reports that came back, which the reporter process follows up.
    package static let toDocument = AwaitedRows(of: ["review", "returnedReport"])
}
