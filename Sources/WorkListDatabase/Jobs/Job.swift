package import FoundationEssentials
package import GRDB

/// An event in the life of a job.
package protocol JobEvent: Equatable, Sendable {
    /// A process or thread took the job.
    static var claimed: Self { get }
    /// The claim ended before any work was tried; this does not count as an attempt.
    static var handedBack: Self { get }
}

/// An event in the life of a job of the reporter process.
package protocol AttemptEvent: JobEvent {
    /// The attempt ended without a result. `isPermanent` means that another attempt would fail too.
    static func attemptFailed(reason: String, isPermanent: Bool) -> Self
}

/// A row of a table whose rows are claimed, worked on and settled.
///
/// Each kind of job defines its table, its states and its transitions; `WorkListStore` claims, settles and retries all
/// kinds with the same code. A trigger on the table rejects changes that the transitions do not allow.
package protocol Job: Equatable, Sendable {
    associatedtype State: RawRepresentable<String>, CaseIterable, Equatable, Sendable
    associatedtype Event: JobEvent

    static var table: JobTable<State> { get }
    /// `SELECT … FROM …` with all columns that `init(row:files:)` reads; callers append a condition.
    static var selection: String { get }

    /// - Parameter row: a row of `selection`.
    init(row: Row, files: InstanceFiles) throws

    var id: Int64 { get }
    var state: State { get }
    /// Earliest time of the next step.
    var notBefore: Date { get }

    /// The state machine of this kind of job.
    ///
    /// - Returns: nil when the event does not apply to the state; nothing may change then.
    func transition(on event: Event) -> JobTransition<State>?
    /// The error to throw for an event that does not apply to the state.
    func refusal(of event: Event) -> any Error
    /// The error to throw when the claim is no longer held.
    var claimLost: any Error { get }
}

extension Job {
    package static var selection: String { "SELECT \(table.name).* FROM \(table.name)" }

    package func refusal(of event: Event) -> any Error {
        WorkListError.unexpected("event \(event) is not allowed for a row of \(Self.table.name) in \(state.rawValue)")
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
    ///   - claimant: process id, for an event that claims a job in a table with that column.
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
