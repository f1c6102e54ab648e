package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Signed reports that workstations send back: recorded on arrival, then read by the reporter process.
extension WorkListStore {
    /// Claims the returned report that has waited longest.
    ///
    /// - Parameter maySign: among those of peers that may sign, or among the others.
    /// - Returns: nil when none is pending.
    package func claimReturnedReport(
        by claimant: Int32, ofSigners maySign: Bool = true, at now: Date = Date()
    ) throws -> ReturnedReport? {
        let due = JobQuery<ReturnedReport>(
            "returnedReport.state = 'pending' AND returnedReport.maySign = ? AND returnedReport.notBefore <= ?",
            [maySign, now.milliseconds], orderedBy: "returnedReport.notBefore, returnedReport.id")
        return try claim(due, by: claimant, at: now) { report, _ in report }.first
    }

    /// Records the outcome of reading a returned report. A report of a peer that may sign, verified by a user who may
    /// sign, becomes the verdict on its draft; the work item is left unchanged if the study has moved past that draft.
    ///
    /// - Parameter destinations: names of the peers to deliver the signed report to if it is the verdict.
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held; nothing is changed then.
    package func resolve(
        _ returned: ReturnedReport, as outcome: ReturnedReportOutcome, deliveringTo destinations: [String] = [],
        at now: Date = Date()
    ) throws -> ReturnedReportResolution {
        try write { db in
            try checkClaim(returned, in: db)
            switch outcome {
            case .unrelated: return try Self.leave(returned, as: .unrelated, at: now, in: db)
            case .unreadable(let reason):
                return try Self.leave(returned, as: .unreadable(reason: reason), at: now, in: db)
            case .signs(let statement):
                switch try Self.judge(statement, in: returned, at: now, in: db) {
                case .leaves(let resolution):
                    return try Self.leave(returned, as: resolution, saying: statement, at: now, in: db)
                case .records(let text, let draft, let reviewer, let verifiedAt):
                    try Self.record(
                        text, of: draft, by: reviewer, in: returned, verifiedAt: verifiedAt,
                        as: (.reportReturned, returned.callingAETitle, ["signer": reviewer.login]),
                        deliveringTo: destinations, at: now, in: db)
                    try setAsideWaiting(ofStudy: returned.studyRow, since: draft.draft, at: now, in: db)
                    return .signs
                }
            }
        }
    }

    private static func leave(
        _ returned: ReturnedReport, as resolution: ReturnedReportResolution, saying statement: SignedStatement? = nil,
        at now: Date, in db: Database
    ) throws -> ReturnedReportResolution {
        switch resolution {
        case .signs: throw WorkListError.unexpected("a verdict without a review")
        case .unrelated: try returned.apply(.unrelated, at: now, in: db)
        case .unreadable(let reason):
            try returned.apply(.attemptFailed(reason: reason, isPermanent: true), at: now, in: db)
        case .waits(let reason):
            let json = String(decoding: try JSONEncoder().encode(statement), as: UTF8.self)
            try returned.apply(
                .waits(reason: reason), at: now, setting: [ReturnedReport.Columns.statement.rawValue: json], in: db)
        case .setAside(let why): try returned.apply(.setAside(reason: "\(why)"), at: now, in: db)
        case .postponed(let until): try returned.apply(.handedBack, at: now, notBefore: until, in: db)
        }
        return resolution
    }

    /// How long an unread returned report may prevent opening or signing its study.
    package static let unreadReportBlocks: TimeInterval = 300

    /// Refuses a decision while a returned report is unread, because that report may be the verdict; not longer than
    /// `unreadReportBlocks` from the arrival of the oldest one.
    static func refuseWhileReportIsRead(of item: WorkItem, at now: Date, in db: Database) throws {
        let oldest = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(returnedReport.createdAt) FROM series JOIN instance ON instance.seriesRow = series.id
                JOIN returnedReport ON returnedReport.instanceRow = instance.id
                WHERE series.studyRow = ? AND returnedReport.state IN ('pending', 'reading')
                    AND returnedReport.maySign
                """,
            arguments: [item.studyRow])
        guard let oldest else { return }
        let end = Date(milliseconds: oldest) + unreadReportBlocks
        // Setting the clock back must not extend the limit.
        if (oldest..<end.milliseconds).contains(now.milliseconds) { throw ReviewError.reportIsRead(until: end) }
    }

    /// Lets the reports that waited for the end of a claim be read.
    static func readReturnedReports(of item: WorkItem, at now: Date, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE returnedReport SET notBefore = ?1 WHERE state = 'pending' AND notBefore > ?1
                    AND instanceRow IN (SELECT instance.id FROM series JOIN instance ON instance.seriesRow = series.id
                        WHERE series.studyRow = ?2)
                """,
            arguments: [now.milliseconds, item.studyRow])
    }
}
