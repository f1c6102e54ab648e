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
            let item = try WorkItem(row: row)
            return WorkListEntry(
                id: item.id, studyInstanceUID: row["studyInstanceUID"], accessionNumber: row["accessionNumber"],
                studyDate: row["studyDate"], patientHash: row["patientHash"],
                patient: showsPatient
                    ? .init(name: row["patientName"], id: row["patientID"], issuer: row["issuerOfPatientID"]) : nil,
                callingAETitle: row["callingAETitle"], state: item.state, priority: row["priority"],
                heldAt: (row["heldAt"] as Int64?).map(Date.init(milliseconds:)), heldBy: row["heldBy"],
                holdReason: row["holdReason"], revision: item.revision, attempt: item.attempt,
                images: row["images"], receivedAt: Date(milliseconds: row["createdAt"]),
                changedAt: Date(milliseconds: row["changedAt"]), reason: item.reason)
        }
    }

    /// The arrivals of studies and changes of state after two marks, in order of time.
    ///
    /// - Returns: each work item with its new state, and the marks for the next call.
    package func changes(
        afterItem item: Int64, afterHistory history: Int64, limit: Int = 1000
    ) throws -> (changes: [(workItem: Int64, state: WorkItemState, at: Date)], item: Int64, history: Int64) {
        try read { db in
            let came = try Row.fetchAll(
                db, sql: "SELECT id, createdAt FROM workItem WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [item, limit])
            let moved = try Row.fetchAll(
                db, sql: "SELECT id, workItemRow, toState, at FROM workItemHistory WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [history, limit])
            var changes = came.map {
                ($0["id"] as Int64, WorkItemState.collecting, Date(milliseconds: $0["createdAt"]))
            }
            changes += moved.compactMap { row in
                WorkItemState(rawValue: row["toState"]).map {
                    (row["workItemRow"], $0, Date(milliseconds: row["at"]))
                }
            }
            changes.sort { $0.2 < $1.2 }
            return (changes, came.last?["id"] ?? item, moved.last?["id"] ?? history)
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
