import DICOMCore
import Delivery
import FoundationEssentials
import GRDB
import Review
import WorkList
import WorkListDatabase

extension WorkListStore {
    /// Everything about one study.
    ///
    /// - Throws: `WorkListError.noSuchStudy`.
    package func study(ofItem id: Int64, showsPatient: Bool = false) throws -> StudyDetail {
        try read { db in
            guard let entry = try entry(ofItem: id, showsPatient: showsPatient, in: db) else {
                throw WorkListError.noSuchStudy("\(id)")
            }
            let instances = try Row.fetchAll(
                db,
                sql: """
                    SELECT instance.*, series.seriesInstanceUID, series.modality FROM study
                    JOIN series ON series.studyRow = study.id JOIN instance ON instance.seriesRow = series.id
                    WHERE study.studyInstanceUID = ? ORDER BY instance.id
                    """,
                arguments: [entry.studyInstanceUID])
            typealias Columns = StudyDetail.Instance.Columns
            let byRow = Dictionary(
                uniqueKeysWithValues: instances.map { ($0[Columns.id] as Int64, StudyDetail.Instance(row: $0)) })
            let received = instances.filter { $0[Columns.origin] == "received" }.compactMap { byRow[$0[Columns.id]] }
            return StudyDetail(
                entry: entry, received: received, history: try history(of: entry, in: db),
                drafts: try drafts(ofItem: id, byRow, in: db),
                reviews: try ReviewRecord.fetchAll(
                    db, sql: "SELECT * FROM review WHERE workItemRow = ? ORDER BY id", arguments: [id]),
                deliveries: try deliveries(of: Array(byRow.keys), in: db),
                deeds: try Act.fetchAll(
                    db, sql: "SELECT * FROM act WHERE studyInstanceUID = ? ORDER BY id",
                    arguments: [entry.studyInstanceUID]
                ).map { .init(at: $0.at, actor: $0.actor, kind: $0.kind, detail: $0.detail) })
        }
    }

    private func history(of entry: WorkListEntry, in db: Database) throws -> [StudyDetail.Step] {
        let first = StudyDetail.Step(
            at: entry.receivedAt, from: nil, to: .collecting, attempt: 0, revision: 1, reason: nil)
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM workItemHistory WHERE workItemRow = ? ORDER BY id", arguments: [entry.id])
        return [first] + rows.compactMap(StudyDetail.Step.init(row:))
    }

    private func drafts(
        ofItem id: Int64, _ instances: [Int64: StudyDetail.Instance], in db: Database
    ) throws -> [StudyDetail.Draft] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM draft WHERE workItemRow = ? ORDER BY revision DESC", arguments: [id]
        ).map { row in
            let documents = try Row.fetchAll(
                db, sql: "SELECT form, instanceRow FROM draftDocument WHERE draftRow = ? ORDER BY instanceRow",
                arguments: [row[StudyDetail.Draft.Columns.id] as Int64])
            return try StudyDetail.Draft(row: row, documents.compactMap { .init(row: $0, instances) })
        }
    }

    private func deliveries(of instances: [Int64], in db: Database) throws -> [StudyDetail.Delivery] {
        let query = JobQuery<OutboxRow>(
            "outbox.instanceRow IN (SELECT value FROM json_each(?))", ["\(instances)"], orderedBy: "outbox.id")
        return try jobs(query, in: db).map { row in
            let steps = try Row.fetchAll(
                db, sql: "SELECT * FROM outboxHistory WHERE outboxRow = ? ORDER BY id", arguments: [row.id])
            return StudyDetail.Delivery(
                listing: OutboxListing(row),
                history: steps.compactMap(StudyDetail.DeliveryStep.init(row:)))
        }
    }
}

extension StudyDetail.Instance {
    fileprivate enum Columns: String, ColumnExpression {
        case id, origin, sopInstanceUID, sopClassUID, seriesInstanceUID, transferSyntaxUID, modality, viewPosition
        case callingAETitle, byteCount, isEligible, storedAt, path
    }

    /// - Parameter row: an instance's columns with `seriesInstanceUID` and `modality`.
    init(row: Row) {
        sopInstanceUID = row[Columns.sopInstanceUID]
        sopClassUID = row[Columns.sopClassUID]
        seriesInstanceUID = row[Columns.seriesInstanceUID]
        transferSyntaxUID = row[Columns.transferSyntaxUID]
        modality = row[Columns.modality]
        viewPosition = row[Columns.viewPosition]
        callingAETitle = row[Columns.callingAETitle]
        byteCount = row[Columns.byteCount]
        isEligible = row[Columns.isEligible]
        storedAt = Date(milliseconds: row[Columns.storedAt])
        path = row[Columns.path]
    }
}

extension StudyDetail.Step {
    private enum Columns: String, ColumnExpression {
        case at, fromState, toState, attempt, revision, reason
    }

    /// - Parameter row: a row of `workItemHistory`; nil if it has a state that this version does not know.
    fileprivate init?(row: Row) {
        guard let state = WorkItemState(rawValue: row[Columns.toState]) else { return nil }
        self.init(
            at: Date(milliseconds: row[Columns.at]), from: WorkItemState(rawValue: row[Columns.fromState]), to: state,
            attempt: row[Columns.attempt], revision: row[Columns.revision], reason: row[Columns.reason])
    }
}

extension StudyDetail.Draft {
    fileprivate enum Columns: String, ColumnExpression {
        case id, revision, createdAt, report, modelName, modelVersion, weightsSHA256, stageSeconds
    }

    /// - Parameter row: a row of `draft`.
    fileprivate init(row: Row, _ documents: [StudyDetail.Document]) throws {
        let seconds: String = row[Columns.stageSeconds]
        self.init(
            revision: row[Columns.revision], createdAt: Date(milliseconds: row[Columns.createdAt]),
            report: row[Columns.report], modelName: row[Columns.modelName], modelVersion: row[Columns.modelVersion],
            weightsSHA256: row[Columns.weightsSHA256],
            stageSeconds: try JSONDecoder().decode([String: Double].self, from: Data(seconds.utf8)),
            documents: documents)
    }
}

extension StudyDetail.Document {
    private enum Columns: String, ColumnExpression {
        case form, instanceRow
    }

    /// - Parameters:
    ///   - row: a row of `draftDocument`.
    ///   - instances: those of the study by row id; nil if the document's is not among them.
    fileprivate init?(row: Row, _ instances: [Int64: StudyDetail.Instance]) {
        guard let instance = instances[row[Columns.instanceRow]] else { return nil }
        self.init(form: row[Columns.form], instance: instance)
    }
}

extension StudyDetail.DeliveryStep {
    private enum Columns: String, ColumnExpression {
        case at, fromState, toState, attempt, status, reason
    }

    /// - Parameter row: a row of `outboxHistory`; nil if it has a state that this version does not know.
    fileprivate init?(row: Row) {
        guard let from = OutboxState(rawValue: row[Columns.fromState]),
            let to = OutboxState(rawValue: row[Columns.toState])
        else { return nil }
        self.init(
            at: Date(milliseconds: row[Columns.at]), from: from, to: to, attempt: row[Columns.attempt],
            status: (row[Columns.status] as UInt16?).map { DIMSEStatus(rawValue: $0).description },
            reason: row[Columns.reason])
    }
}
