import Administration
import Foundation
import Review

extension StudyView {
    /// The claim on a study.
    struct Claim: Encodable {
        let login: String
        let name: String
        let openedAt: Date
        let until: Date
        /// Seconds until then, because clocks of browsers differ.
        let secondsLeft: Double
        let mine: Bool

        init(_ claim: ReviewClaim, of reader: User, at now: Date = Date()) {
            secondsLeft = max(0, claim.expiresAt.timeIntervalSince(now))
            (login, name) = (claim.login, claim.name)
            (openedAt, until) = (claim.openedAt, claim.expiresAt)
            mine = claim.login == reader.login
        }
    }

    /// Text that the reader typed and did not sign.
    struct Note: Encodable {
        let findings: String
        let impression: String
        /// Revision of the draft beside which it was typed.
        let revision: Int
        let savedAt: Date
        /// Identifies this text in requests that replace or discard it.
        let version: Int64

        init(_ note: ReviewNote) {
            (findings, impression, revision) = (note.findings, note.impression, note.revision)
            (savedAt, version) = (note.savedAt, note.version)
        }
    }

    /// A verdict or an addendum, with the state of its documents and deliveries.
    struct SignedReview: Encodable {
        struct Documents: Encodable {
            let state: ReviewRecord.DocumentState
            let reason: String?
        }

        let id: Int64
        let verdict: ReviewVerdict
        let revision: Int
        let by: Person
        let signedAt: Date
        let text: SignedText?
        let reason: RejectionReason?
        let comment: String?
        let wordsChanged: Int?
        /// Films that the page could not show and that the reviewer read elsewhere; nil if it cannot be told.
        let filmsReadElsewhere: Int?
        let documents: Documents
        /// Time until which it can be withdrawn; nil when it is final.
        let undoUntil: Date?
        let deliveries: [StudyReading.Delivery]

        init(_ review: ReviewRecord, _ deliveries: [StudyReading.Delivery]) {
            (id, verdict, revision) = (review.id, review.verdict, review.revision)
            by = Person(login: review.reviewer.login, name: review.reviewer.name)
            (signedAt, undoUntil) = (review.signedAt, review.undoUntil)
            (text, reason, comment, wordsChanged) = (review.text, review.reason, review.comment, review.editDistance)
            filmsReadElsewhere = review.filmsReadElsewhere
            documents = Documents(state: review.documentState, reason: review.documentReason)
            self.deliveries = deliveries
        }
    }
}
