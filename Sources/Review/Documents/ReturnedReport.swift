package import FoundationEssentials
package import GRDB
import WorkList
package import WorkListDatabase

/// A signed report that was sent back for a study with a draft, and that is to be read.
package struct ReturnedReport: Sendable, Equatable {
    package let id: Int64
    /// Full path of the file.
    package let path: String
    package let studyInstanceUID: String
    package let sopClassUID: String
    package let sopInstanceUID: String
    /// AE title of the sender.
    package let callingAETitle: String
    /// Name of the configured peer that sent it; nil for a caller that was not configured.
    package let peer: String?
    /// Whether that peer may sign.
    package let maySign: Bool
    /// Attempts to read it, including the running one.
    package let attempt: Int
    /// SOP Instance UIDs of the documents that it may sign: those of the study's drafts, and signed reports, to which
    /// it may be an addendum.
    package let candidates: [String]
    let instanceRow: Int64
    let studyRow: Int64
    package let state: State
    package let notBefore: Date
    let claimant: Int32?
    let claimedAt: Date?
}

extension ReturnedReport: Job {
    /// Progress of reading a returned report.
    package enum State: String, CaseIterable, Sendable, Codable {
        case pending
        /// The reporter process is reading it.
        case reading
        /// It names a draft, but its signer is not a user here: a person must confirm it.
        case waiting
        /// It signs a draft.
        case signs
        /// It names a draft and decides nothing; the reason says why.
        case setAside
        /// It names no draft of this node.
        case unrelated
        /// It cannot be used, or all attempts failed.
        case unreadable
    }

    /// An event in the life of a returned report.
    package enum Event: AttemptEvent {
        case claimed
        case signs
        /// A person must confirm it.
        case waits(reason: String)
        /// It decides nothing.
        case setAside(reason: String)
        case unrelated
        case attemptFailed(reason: String, isPermanent: Bool)
        case handedBack
        /// Its sender, who might not sign, sent it again and may now.
        case sentAgain
    }

    package static let table = JobTable<State>(
        "returnedReport", claimed: .reading, stamps: [.claimant, .claimedAt, .changedAt])

    package static let selection = """
        SELECT returnedReport.*, instance.sopClassUID, instance.sopInstanceUID, instance.path, instance.callingAETitle,
            series.studyRow, study.studyInstanceUID, (\(candidates)) AS candidates
        FROM returnedReport JOIN instance ON instance.id = returnedReport.instanceRow
            JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
        """

    /// SQL for the SOP Instance UIDs that a report on the study may name, as a JSON array.
    private static let candidates = """
        SELECT json_group_array(sopInstanceUID) FROM (
            SELECT document.sopInstanceUID FROM series AS place JOIN instance AS document ON document.seriesRow = place.id
            WHERE place.studyRow = study.id AND (
                EXISTS (SELECT 1 FROM draftDocument WHERE draftDocument.instanceRow = document.id)
                OR EXISTS (SELECT 1 FROM reviewDocument JOIN review ON review.id = reviewDocument.reviewRow
                    WHERE reviewDocument.instanceRow = document.id AND review.verdict <> 'rejected')
                OR EXISTS (SELECT 1 FROM review WHERE review.returnedInstanceRow = document.id))
            ORDER BY document.id)
        """

    enum Columns: String, ColumnExpression {
        case id, path, studyInstanceUID, sopClassUID, sopInstanceUID, callingAETitle, attempt, candidates, instanceRow,
            studyRow, state, notBefore, claimant, claimedAt, reviewRow, peer, maySign, statement
    }

    package init(row: Row, files: InstanceFiles) throws {
        guard let state = State(rawValue: row[Columns.state]) else { throw WorkListError.unexpected("unknown state") }
        id = row[Columns.id]
        path = files.absolute(row[Columns.path])
        studyInstanceUID = row[Columns.studyInstanceUID]
        sopClassUID = row[Columns.sopClassUID]
        sopInstanceUID = row[Columns.sopInstanceUID]
        callingAETitle = row[Columns.callingAETitle] ?? ""
        peer = row[Columns.peer]
        maySign = row[Columns.maySign]
        attempt = row[Columns.attempt]
        candidates = try JSONDecoder().decode([String].self, from: Data((row[Columns.candidates] as String).utf8))
        instanceRow = row[Columns.instanceRow]
        studyRow = row[Columns.studyRow]
        self.state = state
        notBefore = Date(milliseconds: row[Columns.notBefore])
        claimant = row[Columns.claimant]
        claimedAt = (row[Columns.claimedAt] as Int64?).map(Date.init(milliseconds:))
    }

    package func transition(on event: Event) -> JobTransition<State>? { state.transition(on: event, attempt: attempt) }

    package var claimLost: any Error { WorkItemError.claimLost(workItem: studyRow) }
}

extension ReturnedReport.State {
    /// Number of attempts before a report is `unreadable`.
    static let maximumAttempts = 3

    /// The state machine: pure and total. The trigger `returnedReportTransition` rejects all other changes of state.
    ///
    /// - Parameter attempt: attempts so far, including the running one.
    /// - Returns: nil when the event does not apply to the state; nothing may change then.
    func transition(on event: ReturnedReport.Event, attempt: Int) -> JobTransition<Self>? {
        switch (self, event) {
        case (.pending, .claimed): JobTransition(state: .reading, attempt: attempt + 1, keepsReason: true)
        case (.reading, .signs), (.waiting, .signs): JobTransition(state: .signs, attempt: attempt)
        case (.reading, .waits(let reason)): JobTransition(state: .waiting, attempt: attempt, reason: reason)
        case (.reading, .setAside(let reason)), (.waiting, .setAside(let reason)):
            JobTransition(state: .setAside, attempt: attempt, reason: reason)
        case (.reading, .unrelated): JobTransition(state: .unrelated, attempt: attempt)
        case (.reading, .attemptFailed(let reason, let isPermanent)):
            .failed(
                reason: reason, isPermanent: isPermanent, attempt: attempt, of: Self.maximumAttempts, again: .pending,
                givenUp: .unreadable)
        case (.reading, .handedBack): JobTransition(state: .pending, attempt: attempt - 1)
        case (.setAside, .sentAgain), (.pending, .sentAgain): JobTransition(state: .pending, attempt: 0)
        case (.pending, _), (.reading, _), (.waiting, _), (.signs, _), (.setAside, _), (.unrelated, _),
            (.unreadable, _):
            nil
        }
    }
}
