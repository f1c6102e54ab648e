package import FoundationEssentials
package import GRDB

/// Changes of many jobs, in slices: a modality that is sending never waits longer than for one of them.
extension WorkListStore {
    /// Jobs that one transaction changes.
    package static let jobSlice = 200

    /// Changes each job that the query selects, in transactions of at most `size` jobs. The jobs are chosen first, so each is
    /// changed once. One that the work list refuses to change does not hold up the others.
    ///
    /// - Parameters:
    ///   - goesOn: asked before each transaction; what is left then stays for the next call.
    ///   - change: changes a job as it is now; returns whether it was still one to change.
    ///   - refused: called with the id of a job that was refused, and why.
    ///   - each: called with each job as it was before its change, after its transaction.
    /// - Throws: the first error of `refused`, after the other jobs.
    package func changeInSlices<J>(
        of size: Int = jobSlice, _ query: JobQuery<J>, while goesOn: () -> Bool = { true },
        _ change: (J, Database) throws -> Bool, refused: (Int64, any Error) throws -> Void = { throw $1 },
        each: (J) -> Void = { _ in }
    ) throws {
        let ids = try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM \(J.table.name) WHERE \(query.condition)
                    ORDER BY \(query.order ?? "\(J.table.name).id")
                    """, arguments: query.arguments)
        }
        var firstRefusal: (any Error)?
        for start in stride(from: 0, to: ids.count, by: size) {
            guard goesOn() else { break }
            let (changed, refusals) = try write { db in
                var (changed, refusals): ([J], [(id: Int64, error: any Error)]) = ([], [])
                for id in ids[start..<min(start + size, ids.count)] {
                    let refusal = try db.changeOneRow {
                        if let job: J = try job(id, in: db), try change(job, db) { changed.append(job) }
                    }
                    if let refusal { refusals.append((id, refusal)) }
                }
                return (changed, refusals)
            }
            changed.forEach(each)
            for (id, error) in refusals {
                do { try refused(id, error) } catch { firstRefusal = firstRefusal ?? error }
            }
        }
        if let firstRefusal { throw firstRefusal }
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
