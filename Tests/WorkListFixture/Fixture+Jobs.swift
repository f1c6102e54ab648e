import Foundation
package import GRDB
package import WorkListDatabase

extension Fixture {
    /// Walks every pair of state and event of a kind of job with a row of the work list, and every change of state that
    /// no event makes.
    ///
    /// - Parameters:
    ///   - row: id of the row.
    ///   - attempts: attempts that a row of a state is given.
    ///   - own: columns without which the schema does not take the state.
    /// - Returns: where the transitions in Swift and the trigger in SQL disagree.
    package func disagreements<J: Job>(
        of _: J.Type, row id: Int64 = 1, events: [J.Event], attempts: (J.State) -> [Int],
        own: (J.State) -> [String: (any DatabaseValueConvertible)?] = { _ in [:] }
    ) throws -> [String] {
        let table = J.table
        let trigger = try workList.read {
            try String.fetchOne(
                $0, sql: "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = '\(table.name)Transition'")
        }
        guard let trigger else { return ["there is no \(table.name)Transition"] }

        func move(to state: J.State, attempt: Int, in db: Database) throws {
            let isClaimed = state == table.claimed
            var values: [String: (any DatabaseValueConvertible)?] = own(state)
            values[table.state] = state.rawValue
            values[table.reason] = "r"
            values["attempt"] = attempt
            for stamp in table.stamps where stamp != .changedAt {
                values.updateValue(isClaimed ? 1 : nil, forKey: stamp.rawValue)
            }
            let assignments = values.keys.map { "\($0) = ?" }.joined(separator: ", ")
            try db.execute(
                sql: "UPDATE \(table.name) SET \(assignments) WHERE id = ?",
                arguments: StatementArguments(Array(values.values) + [id]))
        }
        func place(_ state: J.State, attempt: Int) throws -> J {
            try workList.write { db in
                try db.execute(sql: "DROP TRIGGER \(table.name)Transition")
                try move(to: state, attempt: attempt, in: db)
                try db.execute(sql: trigger)
                guard let job: J = try workList.job(id, in: db) else { throw WorkListError.unexpected("no row \(id)") }
                return job
            }
        }

        var found: [String] = []
        for from in J.State.allCases {
            var reachable: [J.State] = [from]
            for attempt in attempts(from) {
                for event in events {
                    let job = try place(from, attempt: attempt)
                    let next = job.transition(on: event)
                    do {
                        try workList.write { db in
                            try job.apply(
                                event, at: .now, claimant: 1, setting: next.map { own($0.state) } ?? [:], in: db)
                        }
                        let changed: J? = try workList.read { try workList.job(id, in: $0) }
                        if next == nil || changed?.state != next?.state { found.append("\(from) took \(event)") }
                    } catch {
                        if next != nil { found.append("\(from) did not take \(event): \(error)") }
                    }
                    if let next { reachable.append(next.state) }
                }
            }
            for to in J.State.allCases where !reachable.contains(to) {
                _ = try place(from, attempt: 1)
                do {
                    try workList.write { try move(to: to, attempt: 1, in: $0) }
                    found.append("the schema lets \(from) become \(to)")
                } catch let error as WorkListError {
                    if !"\(error)".contains("change that way") { found.append("\(from) to \(to): \(error)") }
                }
            }
        }
        return found
    }
}
