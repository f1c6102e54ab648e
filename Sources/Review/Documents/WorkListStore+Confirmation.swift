package import FoundationEssentials
import GRDB
import WorkList
package import WorkListDatabase

/// Signed reports that wait for a person because their signer is not a user here.
extension WorkListStore {
    /// Makes a waiting report the verdict on its draft, after a reviewer has confirmed its signer.
    ///
    /// - Parameters:
    ///   - workItem: id of the study's work item.
    ///   - report: id of the report; nil if only one waits.
    ///   - login: login of the reviewer who confirms it.
    ///   - account: account that acts for the reviewer, if it is a different person.
    ///   - destinations: names of the peers to deliver the signed report to, without its sender.
    /// - Throws: `ReviewError`, for instance when the draft has a verdict or another reviewer has the study open.
    package func confirmReturnedReport(
        _ report: Int64?, of workItem: Int64, by login: String, through account: String? = nil,
        deliveringTo destinations: (_ sender: String) -> [String], at now: Date = Date()
    ) throws -> ReviewRecord {
        try write { db in
            _ = try Self.reviewer(login, in: db)
            let (returned, statement) = try waitingReport(report, of: workItem, in: db)
            guard let observer = statement.observers.first,
                let named = try Self.namedDraft(statement.predecessor, ofStudy: returned.studyRow, in: db)
            else { throw ReviewError.nothingToConfirm }
            if try !named.wasSigned && Self.hasVerdict(named.draft, in: db) { throw ReviewError.hasVerdict }
            if let claim = try Self.othersClaim(on: named.draft, than: login, at: now, in: db) {
                throw ReviewError.held(by: claim.login, name: claim.name, until: claim.expiresAt)
            }
            let id = try Self.record(
                statement.text, of: named, by: observer.reviewer(as: returned.callingAETitle), in: returned,
                verifiedAt: min(observer.verifiedAt ?? now, now),
                as: (.reportConfirmed, login, Self.detail(of: returned, through: account)),
                deliveringTo: destinations(returned.callingAETitle), at: now, in: db)
            try setAsideWaiting(ofStudy: returned.studyRow, since: named.draft, at: now, in: db)
            return try Self.review(id, in: db)
        }
    }

    /// Sets aside the reports that wait for confirmation of a draft which has its verdict now.
    func setAsideWaiting(ofStudy studyRow: Int64, since draft: StoredDraft, at now: Date, in db: Database) throws {
        guard try Self.hasVerdict(draft, in: db) else { return }
        for report in try waitingReports(ofStudy: studyRow, in: db) {
            let statement = try Self.statement(of: report, in: db)
            let named = try Self.namedDraft(statement.predecessor, ofStudy: studyRow, in: db)
            guard let named, !named.wasSigned, named.draft.row == draft.row else { continue }
            let why = ReturnedReportResolution.SetAside.hasVerdict
            try report.apply(.setAside(reason: "\(why)"), at: now, in: db)
        }
    }

    /// Sets a waiting report aside: it is kept and decides nothing.
    ///
    /// - Throws: `ReviewError` when none waits or the user may not sign.
    package func dismissReturnedReport(
        _ report: Int64?, of workItem: Int64, by login: String, through account: String? = nil, at now: Date = Date()
    ) throws {
        try write { db in
            _ = try Self.reviewer(login, in: db)
            let (returned, _) = try waitingReport(report, of: workItem, in: db)
            let why = ReturnedReportResolution.SetAside.dismissed(by: login)
            try returned.apply(.setAside(reason: "\(why)"), at: now, in: db)
            var detail = Self.detail(of: returned, through: account)
            detail["sopInstanceUID"] = returned.sopInstanceUID
            try Act.record(.reportDismissed, by: login, about: returned.studyRow, detail: detail, at: now, in: db)
        }
    }

    private static func detail(of returned: ReturnedReport, through account: String?) -> [String: String] {
        var detail = ["sender": returned.callingAETitle]
        detail["account"] = account
        return detail
    }

    /// The report of the study that waits, with what it says.
    private func waitingReport(
        _ id: Int64?, of workItem: Int64, in db: Database
    ) throws -> (ReturnedReport, SignedStatement) {
        let item = try WorkItem.fetch(workItem, in: db)
        let waiting = try waitingReports(ofStudy: item.studyRow, in: db).filter { id == nil || $0.id == id }
        guard let report = waiting.first else { throw ReviewError.nothingToConfirm }
        guard waiting.count == 1 else { throw ReviewError.severalToConfirm(waiting.map(\.id)) }
        return (report, try Self.statement(of: report, in: db))
    }

    private func waitingReports(ofStudy studyRow: Int64, in db: Database) throws -> [ReturnedReport] {
        try jobs(JobQuery("returnedReport.state = 'waiting' AND series.studyRow = ?", [studyRow]), in: db)
    }

    private static func statement(of report: ReturnedReport, in db: Database) throws -> SignedStatement {
        let json = try String.fetchOne(
            db, sql: "SELECT statement FROM returnedReport WHERE id = ?", arguments: [report.id])
        return try JSONDecoder().decode(SignedStatement.self, from: Data((json ?? "").utf8))
    }
}
