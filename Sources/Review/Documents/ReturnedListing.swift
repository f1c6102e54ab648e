package import FoundationEssentials
import GRDB
import WorkListDatabase

/// A signed report that a peer sent back and that did not become a verdict: it is unread, waits for a person, or was
/// set aside.
package struct ReturnedListing: Sendable, Equatable, Codable {
    package let id: Int64
    package let workItem: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let sopInstanceUID: String
    package let state: ReturnedReport.State
    /// AE title of the sender.
    package let sender: String
    /// Name of the configured peer.
    package let peer: String?
    package let receivedAt: Date
    package let reason: String?
    /// Person name of the first verifying observer, while the report waits for a person.
    package let observer: String?
    /// Text, while the report waits for a person.
    package let text: SignedText?
}

extension ReturnedListing: FetchableRecord {
    static let selection = """
        SELECT returnedReport.*, instance.sopInstanceUID, instance.callingAETitle, study.studyInstanceUID,
            study.accessionNumber, workItem.id AS workItem
        FROM returnedReport JOIN instance ON instance.id = returnedReport.instanceRow
            JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
            JOIN workItem ON workItem.studyRow = study.id
        """

    private enum Columns: String, ColumnExpression {
        case state, statement, id, workItem, studyInstanceUID, accessionNumber, sopInstanceUID, callingAETitle
        case peer, createdAt, reason
    }

    init(row: Row) throws {
        guard let state = ReturnedReport.State(rawValue: row[Columns.state]) else {
            throw WorkListError.unexpected("unknown state")
        }
        let statement = try (row[Columns.statement] as String?).map {
            try JSONDecoder().decode(SignedStatement.self, from: Data($0.utf8))
        }
        let shown = state == .waiting ? statement : nil
        id = row[Columns.id]
        workItem = row[Columns.workItem]
        studyInstanceUID = row[Columns.studyInstanceUID]
        accessionNumber = row[Columns.accessionNumber]
        sopInstanceUID = row[Columns.sopInstanceUID]
        self.state = state
        sender = row[Columns.callingAETitle] ?? ""
        peer = row[Columns.peer]
        receivedAt = Date(milliseconds: row[Columns.createdAt])
        reason = row[Columns.reason]
        observer = shown?.observers.first?.name
        text = shown?.text
    }
}

extension WorkListStore {
    /// SQL: the words of the index `returnedReportKept`, without which SQLite does not know that it has these reports and reads all.
    private static let isKept = "returnedReport.state IN ('waiting', 'setAside')"

    static let waitingReports = """
        \(ReturnedListing.selection) WHERE returnedReport.state = 'waiting' AND \(isKept)
        ORDER BY returnedReport.id LIMIT ?
        """
    static let reportsSetAside = """
        \(ReturnedListing.selection) WHERE returnedReport.state = 'setAside' AND \(isKept)
        ORDER BY returnedReport.id DESC LIMIT ?
        """
    static let waitingReportNumber = """
        SELECT count(*) FROM returnedReport WHERE returnedReport.state = 'waiting' AND \(isKept)
        """

    /// Returns the reports that wait for a person, oldest first, then the latest of those set aside.
    package func keptReports(limit: Int) throws -> [ReturnedListing] {
        try read { db in
            let waiting = try ReturnedListing.fetchAll(db, sql: Self.waitingReports, arguments: [limit])
            let setAside = try ReturnedListing.fetchAll(
                db, sql: Self.reportsSetAside, arguments: [limit - waiting.count])
            return waiting + setAside
        }
    }

    /// Number of reports that wait for a person.
    package func waitingReportCount() throws -> Int {
        try read { try Int.fetchOne($0, sql: Self.waitingReportNumber) ?? 0 }
    }
}
