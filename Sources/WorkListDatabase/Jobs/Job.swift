package import FoundationEssentials
package import GRDB

/// Something that can happen to a job.
package protocol JobEvent: Equatable, Sendable {
    /// A process or thread took the job.
    static var claimed: Self { get }
    /// The claim ended before anything was tried; it does not count as an attempt.
    static var handedBack: Self { get }
}

/// Something that can happen to a job of the reporter process.
package protocol AttemptEvent: JobEvent {
    /// The attempt ended without a result. `isPermanent` when another attempt cannot do better.
    static func attemptFailed(reason: String, isPermanent: Bool) -> Self
}

/// A row of a table whose rows are claimed, worked on and settled.
///
/// Each kind of job states its table, its states and its transitions; `WorkListStore` claims, settles and retries all
/// of them the same way. A trigger of the table refuses what the transitions do not allow.
package protocol Job: Equatable, Sendable {
    associatedtype State: RawRepresentable<String>, CaseIterable, Equatable, Sendable
    associatedtype Event: JobEvent

    static var table: JobTable<State> { get }
    /// `SELECT … FROM …` with everything that a job is made of; a condition follows.
    static var selection: String { get }

    /// - Parameter row: a row of `selection`.
    init(row: Row, files: InstanceFiles) throws

    var id: Int64 { get }
    var state: State { get }
    /// Earliest time of the next step.
    var notBefore: Date { get }

    /// The state machine of this kind of job.
    ///
    /// - Returns: nil when the event does not apply to the state, and nothing may change.
    func transition(on event: Event) -> JobTransition<State>?
    /// The error of an event that does not apply.
    func refusal(of event: Event) -> any Error
    /// The error of a claim that is no longer held.
    var claimLost: any Error { get }
}

extension Job {
    package static var selection: String { "SELECT \(table.name).* FROM \(table.name)" }

    package func refusal(of event: Event) -> any Error {
        WorkListError.unexpected("a row of \(Self.table.name) that is \(state.rawValue) cannot take \(event)")
    }
}

extension Job where Self: FetchableRecord {
    package init(row: Row, files: InstanceFiles) throws { try self.init(row: row) }
}

extension Job {
    /// Applies an event inside a transaction.
    ///
    /// - Parameters:
    ///   - notBefore: earliest time of the next step; unchanged when nil.
    ///   - claimant: process id, for an event that claims a job of a table that keeps it.
    ///   - own: values of columns that only this kind of job has.
    /// - Throws: `refusal(of:)` when the state machine has no such transition.
    package func apply(
        _ event: Event, at now: Date, notBefore: Date? = nil, claimant: Int32? = nil,
        setting own: [String: (any DatabaseValueConvertible)?] = [:], in db: Database
    ) throws {
        guard let next = transition(on: event) else { throw refusal(of: event) }
        let table = Self.table
        let isClaimed = next.state == table.claimed
        var values: [(column: String, value: (any DatabaseValueConvertible)?)] = [
            (table.state, next.state.rawValue), ("attempt", next.attempt),
            ("notBefore", (notBefore ?? self.notBefore).milliseconds),
        ]
        if !next.keepsReason { values.append((table.reason, next.reason)) }
        for stamp in table.stamps {
            switch stamp {
            case .claimant: values.append((stamp.rawValue, isClaimed ? claimant : nil))
            case .claimedAt: values.append((stamp.rawValue, isClaimed ? now.milliseconds : nil))
            case .changedAt: values.append((stamp.rawValue, now.milliseconds))
            }
        }
        values += next.columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        values += own.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        try db.executeCached(
            "UPDATE \(table.name) SET \(values.map { "\($0.column) = ?" }.joined(separator: ", ")) WHERE id = ?",
            StatementArguments(values.map(\.value) + [id]))
    }
}
