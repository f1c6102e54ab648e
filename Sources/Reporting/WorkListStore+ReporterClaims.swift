package import FoundationEssentials
import Review
package import WorkList
package import WorkListDatabase

extension WorkListStore {
    /// Ends every claim of the reporter process: on studies, on the documents of reviews and on returned reports.
    ///
    /// - Returns: how many studies were being drafted.
    package func endReporterClaims(
        with event: WorkItemEvent, notBefore: Date, at now: Date = Date()
    ) throws -> Int {
        try endReviewClaims(with: event, notBefore: notBefore, at: now)
        return try endClaims(with: event, notBefore: notBefore, at: now)
    }

    /// When the oldest current claim of a reporter process began; nil while it has none.
    func oldestReporterClaim(of processID: Int32) throws -> Date? {
        try [oldestClaim(of: processID), oldestReviewClaim(of: processID)].compactMap(\.self).min()
    }
}
