import DICOMCore
package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Signed reports that workstations send back: recorded on arrival, then read by the reporter process.
extension WorkListStore {
    /// Claims the returned report that has waited longest.
    ///
    /// - Returns: nil when none is pending.
    package func claimReturnedReport(by claimant: Int32, at now: Date = Date()) throws -> ReturnedReport? {
        let due = JobQuery<ReturnedReport>(
            "returnedReport.state = 'pending' AND returnedReport.notBefore <= ?", [now.milliseconds],
            orderedBy: "returnedReport.notBefore, returnedReport.id")
        return try claim(due, by: claimant, at: now) { report, _ in report }.first
    }

    /// Records the outcome of reading a returned report. If it signs a draft it becomes the verdict: it overrides the
    /// claim of any reviewer, and leaves the work item unchanged if the study has moved past that draft.
    ///
    /// - Parameter destinations: names of the peers to deliver the signed report to.
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

    /// - Returns: the event for the returned report, and the row of its review.
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
            return (.attemptFailed(reason: "its text is longer than a report may be", isPermanent: true), nil)
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
