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
        let due = JobQuery<ReturnedReport>(
            "returnedReport.state = 'pending' AND returnedReport.notBefore <= ?", [now.milliseconds],
            orderedBy: "returnedReport.notBefore, returnedReport.id")
        return try claim(due, by: claimant, at: now) { report, _ in report }.first
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
            try checkClaim(returned, in: db)
            let (event, review) = try Self.settle(returned, as: outcome, deliveringTo: destinations, at: now, in: db)
            try returned.apply(
                event, at: now, setting: [ReturnedReport.Columns.reviewRow.rawValue: review], in: db)
        }
    }

    /// - Returns: what it means for the report, and the row of the review that it is.
    private static func settle(
        _ returned: ReturnedReport, as outcome: ReturnedReportOutcome, deliveringTo destinations: [String],
        at now: Date, in db: Database
    ) throws -> (event: ReturnedReport.Event, review: Int64?) {
        switch outcome {
        case .unrelated:
            return (.unrelated, nil)
        case .unreadable(let reason):
            return (.attemptFailed(reason: reason, isPermanent: true), nil)
        case .signs(_, let text, _, _, _) where text.isEmpty:
            return (.attemptFailed(reason: "it has no text", isPermanent: true), nil)
        case .signs(_, let text, _, _, _) where text.characterCount > SignedText.characterLimit:
            return (.attemptFailed(reason: "its text is longer than a report's", isPermanent: true), nil)
        case .signs(let document, let text, let observer, let organization, let verifiedAt):
            guard let draft = try signedDraft(document, ofStudy: returned.studyRow, in: db) else {
                return (.unrelated, nil)
            }
            let reviewer = Reviewer(login: returned.callingAETitle, name: observer, organization: organization)
            let review = try record(
                text, of: draft, by: reviewer, in: returned, verifiedAt: min(verifiedAt, now), at: now, in: db)
            for destination in destinations {
                try enqueue(instanceRow: returned.instanceRow, for: destination, at: now, in: db)
            }
            return (.signs, review)
        }
    }
}
