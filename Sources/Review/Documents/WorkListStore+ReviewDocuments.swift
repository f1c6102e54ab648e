import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkList
package import WorkListDatabase

/// The documents of a verdict: claimed, written and stored by the reporter process.
extension WorkListStore {
    /// Claims the oldest verdict with pending documents. An addendum waits for the documents that it adds to.
    ///
    /// - Returns: nil when none is pending.
    package func claimReviewDocuments(by claimant: Int32, at now: Date = Date()) throws -> ReviewDocumentsClaim? {
        let due = JobQuery<ReviewRecord>(
            """
            review.documentState = 'pending' AND review.notBefore <= ?
                AND (review.verdict <> 'addended' OR NOT EXISTS (
                    SELECT 1 FROM review AS earlier WHERE earlier.workItemRow = review.workItemRow
                        AND earlier.id < review.id AND earlier.documentState IN ('pending', 'writing')))
            """, [now.milliseconds], orderedBy: "review.notBefore, review.id")
        return try claim(due, by: claimant, at: now) { claimed, db in
            var review = claimed
            if review.undoUntil != nil {
                try finish(review, at: now, in: db)
                review = try Self.review(review.id, in: db)
            }
            let report = try String.fetchOne(
                db, sql: "SELECT report FROM draft WHERE id = ?", arguments: [review.draftRow])
            guard let report else { throw review.claimLost }
            let item = try WorkItem.fetch(review.workItemRow, in: db)
            let drafts = try StoredDocument.fetchAll(
                "SELECT form, instanceRow FROM draftDocument WHERE draftRow = ?", [review.draftRow], in: db)
            let predecessors = try review.verdict == .addended ? Self.signedDocuments(for: review, in: db) : drafts
            return ReviewDocumentsClaim(
                review: review, studyInstanceUID: try item.studyInstanceUID(in: db),
                images: try images(ofStudy: item.studyRow, onlyEligible: true, in: db), draftReport: report,
                predecessors: Dictionary(predecessors.map { ($0.form, $0.reference) }) { _, last in last },
                draftDocuments: drafts.map(\.reference), revision: review.revision)
        }.first
    }

    /// Stores the documents of a verdict as instances of the study, with their destinations, in one transaction. The
    /// list may be empty: a rejection that is not delivered anywhere.
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
    ///   - isPermanent: whether another attempt would fail too.
    ///   - notBefore: earliest time of the next attempt, if there is one.
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func end(
        _ claim: ReviewDocumentsClaim, reason: String, isPermanent: Bool, notBefore: Date, at now: Date = Date()
    ) throws {
        try settle(
            claim.review, as: .attemptFailed(reason: reason, isPermanent: isPermanent), notBefore: notBefore, at: now)
    }

    /// Hands a claim back; this does not count as an attempt.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held.
    package func handBack(_ claim: ReviewDocumentsClaim, notBefore: Date, at now: Date = Date()) throws {
        try handBack(claim.review, notBefore: notBefore, at: now)
    }

    /// Retries the failed documents of a study's verdicts; returns the number of verdicts.
    package func retryReviewDocuments(of workItem: Int64, by actor: String, at now: Date = Date()) throws -> Int {
        let failed = JobQuery<ReviewRecord>("workItemRow = ? AND documentState = 'failed'", [workItem])
        return try retry(failed, by: actor, at: now)
    }

    /// Ends all claims on review documents and on returned reports after the reporter process has ended, as `endClaims`
    /// does for studies.
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

    /// Time when the oldest claim of a reporter process on review documents or a returned report began; nil when it has
    /// none.
    package func oldestReviewClaim(of claimant: Int32) throws -> Date? {
        try [
            oldestClaim(among: ReviewRecord.self, of: claimant), oldestClaim(among: ReturnedReport.self, of: claimant),
        ].compactMap(\.self).min()
    }

    /// Documents signed for a draft before an addendum to it: the latest of each form.
    private static func signedDocuments(
        for addendum: ReviewRecord, in db: Database
    ) throws -> [StoredDocument] {
        let returned = try StoredDocument.fetchAll(
            """
            SELECT form.value AS form, review.returnedInstanceRow AS instanceRow
            FROM review, json_each('["basic-text-sr", "enhanced-sr"]') AS form
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited')
                AND review.documentState = 'returned' ORDER BY review.id
            """, [addendum.draftRow, addendum.id], in: db)
        let written = try StoredDocument.fetchAll(
            """
            SELECT reviewDocument.form, reviewDocument.instanceRow FROM review
            JOIN reviewDocument ON reviewDocument.reviewRow = review.id
            WHERE review.draftRow = ? AND review.id < ? AND review.verdict IN ('accepted', 'edited') ORDER BY review.id
            """, [addendum.draftRow, addendum.id], in: db)
        return returned + written
    }
}

extension AwaitedRows {
    /// Verdicts and returned reports that the reporter process must handle.
    package static let toDocument = AwaitedRows(of: ["review", "returnedReport"])
}
