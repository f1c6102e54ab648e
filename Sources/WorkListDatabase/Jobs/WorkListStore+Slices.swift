package import FoundationEssentials
package import GRDB

/// Changes of many jobs, in slices: a modality that is sending never waits longer than for one of them.
extension WorkListStore {
    /// Jobs that one transaction changes.
    package static let jobSlice = 200

    /// Changes each job that the query selects, in transactions of at most `size` jobs. The jobs are chosen first, so each is
    /// changed once.
    ///
    /// - Parameters:
    ///   - goesOn: asked before each transaction; what is left then stays for the next call.
    ///   - change: changes a job as it is now; returns whether it was still one to change.
    ///   - each: called with each job as it was before its change, after its transaction.
    package func changeInSlices<J>(
        of size: Int = jobSlice, _ query: JobQuery<J>, while goesOn: () -> Bool = { true },
        _ change: (J, Database) throws -> Bool, each: (J) -> Void = { _ in }
    ) throws {
        let ids = try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM \(J.table.name) WHERE \(query.condition)
                    ORDER BY \(query.order ?? "\(J.table.name).id")
                    """, arguments: query.arguments)
        }
        for start in stride(from: 0, to: ids.count, by: size) {
            guard goesOn() else { return }
            let changed = try write { db in
                let jobs: [J] = try ids[start..<min(start + size, ids.count)].compactMap { try job($0, in: db) }
                return try jobs.filter { try change($0, db) }
            }
            changed.forEach(each)
        }
    }

    /// Applies an event to each job that the query selects, in slices. A job to which the event no longer applies is passed
    /// over.
    ///
    /// - Parameters:
    ///   - isMeant: whether a job that changed meanwhile is still one of those that the query selects.
    ///   - each: called with each job as it was before the event, after its transaction.
    package func applyInSlices<J>(
        _ event: J.Event, toAll query: JobQuery<J>, notBefore: Date? = nil, at now: Date,
        isMeant: (J) -> Bool = { _ in true }, each: (J) -> Void
    ) throws {
        try changeInSlices(query) { job, db in
            guard job.transition(on: event) != nil, isMeant(job) else { return false }
            try job.apply(event, at: now, notBefore: notBefore, in: db)
            return true
        } each: {
            each($0)
        }
    }
}
