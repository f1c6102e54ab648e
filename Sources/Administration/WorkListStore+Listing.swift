package import FoundationEssentials
import GRDB
package import WorkList
import WorkListDatabase

/// One study of the work list as shown to an administrator; the patient is included only on request.
package struct WorkListEntry: Sendable, Codable, Equatable {
    /// The patient as named in the images.
    package struct Patient: Sendable, Codable, Equatable {
        package let name: String?
        package let id: String?
        package let issuer: String?
    }

    /// Row id of the work item, which identifies the study in every command.
    package let id: Int64
    package let studyInstanceUID: String
    package let accessionNumber: String?
    package let studyDate: String?
    /// A hash that is the same for all studies of a patient and reveals no id.
    package let patientHash: String?
    package let patient: Patient?
    /// Calling AE title of the sender of the first image.
    package let callingAETitle: String?
    package let state: WorkItemState
    /// From -10 to 10; queued studies with a higher priority are drafted first.
    package let priority: Int
    package let heldAt: Date?
    package let heldBy: String?
    package let holdReason: String?
    package let revision: Int
    package let attempt: Int
    package let images: Int
    package let receivedAt: Date
    package let changedAt: Date
    /// Why the study failed, is ineligible, or is retried.
    package let reason: String?
}

extension WorkListEntry {
    private enum Columns: String, ColumnExpression {
        case studyInstanceUID, accessionNumber, studyDate, patientHash, patientName, patientID, issuerOfPatientID
        case callingAETitle, priority, heldAt, heldBy, holdReason, images, createdAt, changedAt
    }

    /// - Parameter row: a row of `workItem` with the study and the number of images.
    fileprivate init(row: Row, showsPatient: Bool) throws {
        let item = try WorkItem(row: row)
        self.init(
            id: item.id, studyInstanceUID: row[Columns.studyInstanceUID],
            accessionNumber: row[Columns.accessionNumber], studyDate: row[Columns.studyDate],
            patientHash: row[Columns.patientHash],
            patient: showsPatient
                ? .init(
                    name: row[Columns.patientName], id: row[Columns.patientID], issuer: row[Columns.issuerOfPatientID])
                : nil,
            callingAETitle: row[Columns.callingAETitle], state: item.state, priority: row[Columns.priority],
            heldAt: (row[Columns.heldAt] as Int64?).map(Date.init(milliseconds:)), heldBy: row[Columns.heldBy],
            holdReason: row[Columns.holdReason], revision: item.revision, attempt: item.attempt,
            images: row[Columns.images], receivedAt: Date(milliseconds: row[Columns.createdAt]),
            changedAt: Date(milliseconds: row[Columns.changedAt]), reason: item.reason)
    }
}

/// The row of a study that arrived.
private struct ArrivedStudy: FetchableRecord {
    let id: Int64
    let createdAt: Date

    private enum Columns: String, ColumnExpression {
        case id, createdAt
    }

    init(row: Row) {
        id = row[Columns.id]
        createdAt = Date(milliseconds: row[Columns.createdAt])
    }
}

/// A change of a study's state.
private struct StateChange: FetchableRecord {
    let id: Int64
    let workItem: Int64
    /// Nil for a state that this version does not know.
    let state: WorkItemState?
    let at: Date

    private enum Columns: String, ColumnExpression {
        case id, workItemRow, toState, at
    }

    init(row: Row) {
        id = row[Columns.id]
        workItem = row[Columns.workItemRow]
        state = WorkItemState(rawValue: row[Columns.toState])
        at = Date(milliseconds: row[Columns.at])
    }
}

extension WorkListStore {
    /// Entries, latest change first.
    package func entries(limit: Int) throws -> [WorkListEntry] {
        try entries(WorkListFilter(), by: .changed, limit: limit)
    }

    /// Entries that match a filter, in a given order.
    ///
    /// - Parameter showsPatient: whether entries include patient names and ids.
    package func entries(
        _ filter: WorkListFilter, by order: WorkListOrder, isReversed: Bool = false, limit: Int,
        showsPatient: Bool = false
    ) throws -> [WorkListEntry] {
        let selection = WorkListSelection(filter: filter, order: order, isReversed: isReversed, limit: limit)
        return try read { db in
            try selection.rows(in: db).compactMap { try entry(ofItem: $0, showsPatient: showsPatient, in: db) }
        }
    }

    /// The entry of a study; nil if it has been removed.
    func entry(ofItem id: Int64, showsPatient: Bool, in db: Database) throws -> WorkListEntry? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT workItem.*, study.studyInstanceUID, study.accessionNumber, study.studyDate, study.patientHash,
                    study.patientName, study.patientID, study.issuerOfPatientID,
                    (SELECT count(*) FROM instance JOIN series ON series.id = instance.seriesRow
                     WHERE series.studyRow = study.id AND instance.origin = 'received' AND \(Self.isImage)) AS images
                FROM workItem JOIN study ON study.id = workItem.studyRow WHERE workItem.id = ?
                """)
        return try Row.fetchOne(statement, arguments: [id]).map { row in
            try WorkListEntry(row: row, showsPatient: showsPatient)
        }
    }

    /// The arrivals of studies and changes of state after two marks, in order of time.
    ///
    /// - Returns: each work item with its new state, and the marks for the next call.
    package func changes(
        afterItem item: Int64, afterHistory history: Int64, limit: Int = 1000
    ) throws -> (changes: [(workItem: Int64, state: WorkItemState, at: Date)], item: Int64, history: Int64) {
        try read { db in
            let came = try ArrivedStudy.fetchAll(
                db, sql: "SELECT id, createdAt FROM workItem WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [item, limit])
            let moved = try StateChange.fetchAll(
                db, sql: "SELECT id, workItemRow, toState, at FROM workItemHistory WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [history, limit])
            var changes = came.map { ($0.id, WorkItemState.collecting, $0.createdAt) }
            changes += moved.compactMap { change in change.state.map { (change.workItem, $0, change.at) } }
            changes.sort { $0.2 < $1.2 }
            return (changes, came.last?.id ?? item, moved.last?.id ?? history)
        }
    }

    /// The current marks, for `changes`.
    package func changeMarks() throws -> (item: Int64, history: Int64) {
        try read { db in
            let item = try Int64.fetchOne(db, sql: "SELECT max(id) FROM workItem")
            let history = try Int64.fetchOne(db, sql: "SELECT max(id) FROM workItemHistory")
            return (item ?? 0, history ?? 0)
        }
    }

    /// The entry of one study.
    ///
    /// - Throws: `WorkListError.noSuchStudy`.
    package func entry(ofItem id: Int64, showsPatient: Bool = false) throws -> WorkListEntry {
        guard let entry = try read({ try entry(ofItem: id, showsPatient: showsPatient, in: $0) }) else {
            throw WorkListError.noSuchStudy("\(id)")
        }
        return entry
    }
}
