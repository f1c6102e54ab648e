package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

extension WorkListStore {
    /// Opens a draft for a reviewer, or extends the claim that this reviewer already has. Only one reviewer can hold a
    /// study; an expired claim passes to the next reviewer who opens it.
    ///
    /// - Parameters:
    ///   - workItem: id of the study's work item.
    ///   - login: login of the reviewer.
    ///   - account: account that acts for the reviewer, if it is a different person.
    ///   - minutes: minutes until the claim expires.
    /// - Throws: `ReviewError`, for instance when another reviewer has the study open.
    package func openReview(
        of workItem: Int64, by login: String, through account: String? = nil, for minutes: Int, at now: Date = Date()
    ) throws -> ReviewClaim {
        try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            let item = try WorkItem.fetch(workItem, in: db)
            let held = try item.state == .inReview ? ReviewClaim.fetch(of: item, in: db) : nil
            let expiresAt = now + Double(minutes) * 60
            if let held, held.login == login {
                try ReviewClaim.store(
                    for: item, reviewer, openedAt: held.openedAt, expiresAt: max(expiresAt, held.expiresAt), in: db)
            } else {
                try Self.refuseWhileReportIsRead(of: item, at: now, in: db)
                let item = try Self.drafted(item, held: held, at: now, in: db)
                try item.apply(.opened, at: now, in: db)
                try ReviewClaim.store(for: item, reviewer, openedAt: now, expiresAt: expiresAt, in: db)
                var detail = ["revision": "\(item.revision)", "workItem": "\(item.id)"]
                detail["account"] = account
                try Act.record(.opened, by: login, about: item.studyRow, detail: detail, at: now, in: db)
            }
            let claim = try ReviewClaim.fetch(of: WorkItem.fetch(workItem, in: db), in: db)
            guard let claim else { throw WorkItemError.claimLost(workItem: workItem) }
            return claim
        }
    }

    /// Releases an open study without signing.
    ///
    /// - Throws: `ReviewError` when the reviewer does not have it open.
    package func releaseReview(
        of workItem: Int64, by login: String, through account: String? = nil, at now: Date = Date()
    ) throws {
        try write { db in
            let item = try WorkItem.fetch(workItem, in: db)
            guard item.state == .inReview, let held = try ReviewClaim.fetch(of: item, in: db) else {
                throw ReviewError.notHeld(item.state)
            }
            guard held.login == login else {
                throw ReviewError.held(by: held.login, name: held.name, until: held.expiresAt)
            }
            try Self.release(item, by: login, detail: account.map { ["account": $0] } ?? [:], at: now, in: db)
        }
    }

    /// Shortens claims that were open before the clock was set back, by the size of that step; returns how many. A claim has the
    /// time when the study was opened but not that of its latest renewal, so its row does not say how long it was to last.
    ///
    /// - Parameters:
    ///   - step: by how much the clock was set back, in seconds.
    ///   - now: the time after that. Claims that begin later are left to `restamp`.
    package func shortenReviewClaims(by step: TimeInterval, at now: Date = Date()) throws -> Int {
        try shorten(WaitingRows("reviewClaim", "expiresAt", since: "openedAt"), by: step, at: now)
    }

    /// Releases studies whose review claims have expired; returns how many. A study that the work list refuses to release does
    /// not delay the others.
    ///
    /// - Parameter page: how many are released in one transaction.
    /// - Throws: why the first was refused, after the others were released.
    package func releaseExpiredReviews(at now: Date = Date(), page: Int = 100) throws -> Int {
        try endDue { db, place in
            try ReviewClaim.fetchAll(
                db,
                sql: """
                    \(ReviewClaim.selection) WHERE reviewClaim.expiresAt <= ?
                        AND (reviewClaim.expiresAt, reviewClaim.workItemRow) > (?, ?)
                    ORDER BY reviewClaim.expiresAt, reviewClaim.workItemRow LIMIT ?
                    """,
                arguments: [now.milliseconds, place.time, place.id, page])
        } place: { claim in
            DuePlace(time: claim.expiresAt.milliseconds, id: claim.workItem)
        } end: { claim, db in
            try Self.release(
                try WorkItem.fetch(claim.workItem, in: db), by: Self.reviewRule, detail: ["expired": claim.login],
                at: now, in: db)
        }
    }

    /// The actor of acts caused by the expiry of a claim.
    static let reviewRule = "review"

    /// Checks that a work item can be opened, and returns it as drafted.
    ///
    /// - Parameter held: claim of another reviewer, if any.
    static func drafted(_ item: WorkItem, held: ReviewClaim?, at now: Date, in db: Database) throws -> WorkItem {
        let isDecided = try Bool.fetchOne(
            db, sql: "SELECT holdReason = ? FROM workItem WHERE id = ?", arguments: [holdOfRebuild, item.id])
        if isDecided == true { throw ReviewError.decisionLost }
        switch item.state {
        case .drafted: return item
        case .inReview:
            if let held, held.expiresAt > now {
                throw ReviewError.held(by: held.login, name: held.name, until: held.expiresAt)
            }
            try release(item, by: reviewRule, detail: held.map { ["expired": $0.login] } ?? [:], at: now, in: db)
            return try WorkItem.fetch(item.id, in: db)
        case .collecting, .queued, .drafting, .accepted, .edited, .rejected, .failed, .ineligible:
            throw ReviewError.notReviewable(item.state)
        }
    }

    private static func release(
        _ item: WorkItem, by actor: String, detail: [String: String], at now: Date, in db: Database
    ) throws {
        try item.apply(.released, at: now, in: db)
        try readReturnedReports(of: item, at: now, in: db)
        try Act.record(
            .released, by: actor, about: item.studyRow,
            detail: detail.merging(["revision": "\(item.revision)", "workItem": "\(item.id)"]) { first, _ in first },
            at: now, in: db)
    }
}
